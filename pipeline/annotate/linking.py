"""Links a mention to the concept that its words support; each link tells which rule found it, and NIL is an answer.

The rules are tried in order, and the first that gives a concept wins: the document's own long form of an
abbreviation, the name as written, its normal form, then a back-off for each type (cells lose modifiers from the
left, markers lose words such as ``human`` or ``protein``, pathways lose their head words, and at last a pathway
is named by its participants). A further rule is one more function in ``_RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.annotate.lexicon import Entry, Lexicon
from pipeline.annotate.mirna import written
from pipeline.annotate.normalise import DASHES, fold
from pipeline.annotate.pathwaywords import head_ending
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

_DASH = f"[{re.escape(DASHES)}]"
_CELL_TAIL = re.compile(r"\s+(?:cell\s+lines?|lines?|cells?|populations?|cultures?)$", re.IGNORECASE)
_DERIVED = re.compile(rf"(?:{_DASH}|\s)derived(?:{_DASH}|\s)+", re.IGNORECASE)
_PART = re.compile(rf"[\s/+{re.escape(DASHES)}]+")
_SPECIES = re.compile(r"^(?:[hmrpbc](?=[A-Z])|(?:human|mouse|murine|rat|bovine|porcine|recombinant)\s+)")
_SPECIES_INSIDE = re.compile(
    r"(?<=\s)(?:human|mouse|mice|murine|rats?|porcine|bovine|rabbit|canine|monkey)\s", re.IGNORECASE
)
_LIKE = re.compile(rf"{_DASH}like(?:\s+cells?)?$", re.IGNORECASE)
#: cells of a tumour, whose class is the one of all malignant cells
_TUMOUR_CELL = re.compile(
    r"(?:^|\s)(?:[\w-]*(?:cancer|tumou?r|[a-z]{2,}oma|leuka?emi[ac])"
    r"|[A-Z]{0,3}(?:SCC|SCLC|RCC|HCC|CCA|LUAD|LUSC|PDAC|GBM|CRC|AML|CML|ADC))\s+cells?$"
)
_CODED = re.compile(r"(?=\S*\d)(?=\S*[A-Z])[A-Za-z0-9.-]{3,}|[A-Z]{3,}\d*(?:-AS\d)?")
_HISTONE = re.compile(r"(H(?:1|2A|2B|3|4))[KRST]\d+(?:me|ac|ub|ph|la|cr|bhb)")
_STATE = re.compile(rf"^(?:p|phospho|phosphorylated|cleaved|activated|total)(?:\s?{_DASH}\s?|\s+)", re.IGNORECASE)
_MARKER_TAIL = re.compile(r"\s+(?:proteins?|genes?|m?RNAs?|transcripts?|molecules?|famil(?:y|ies))$", re.IGNORECASE)
_LNC = re.compile(rf"^(?:lncRNA|lincRNA|circRNA)[\s{re.escape(DASHES)}]+", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_JOINT = re.compile(rf"\s*(?:/|{_DASH})\s*")
_MIR = re.compile(r"^(?:[a-z]{3}-)?(?:mir|mirna|microrna|micro-rna)-?(?P<rest>\d[\da-z]*(?:[-~/,.][\da-z]{1,3})*\*?)$")
_LET = re.compile(r"^(?:[a-z]{3}-)?(?:let-?7)(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention means: a concept with its name, the rule that found it, and how sure (0 to 1); NIL has None."""

    concept: str | None
    name: str
    rule: str
    score: float


NIL = Link(None, "", "nil", 0.0)
Rule = Callable[[str, Lexicon], Link | None]


def _chosen(entries: tuple[Entry, ...], lexicon: Lexicon, rule: str, score: float) -> Link | None:
    """The best entry that has a concept; less sure where several concepts are as good."""
    able = [entry for entry in entries if entry.concept]
    if not able or (not entries[0].concept and "weak" not in entries[0].flags):
        return None
    best = able[0]
    rivals = {e.concept for e in able if e.kind == best.kind and ("weak" in e.flags) == ("weak" in best.flags)}
    sure = score if len(rivals) == 1 else round(score * 0.75, 3)
    return Link(best.concept, lexicon.name_of(best.concept) or best.name, rule, sure)


def _named(type_: EntityType, surface: str, lexicon: Lexicon) -> Link | None:
    entries = lexicon.lookup(surface, type_)
    exact = tuple(entry for entry in entries if entry.name == surface)
    if exact and exact[0] == entries[0]:
        return _chosen(entries, lexicon, "exact", 1.0)
    if entries or type_ is not EntityType.CELL_TYPE:
        return _chosen(entries, lexicon, "normal form", 0.95)
    return _chosen(lexicon.lookup(surface, type_, any_case=True), lexicon, "any case", 0.85)  # Hela, SKBr3


# --- cells ---------------------------------------------------------------------------------------------------------


def _suffixes(surface: str) -> Iterator[tuple[int, str]]:
    """The surface less one part after another from the left, with how many are gone."""
    for gone, gap in enumerate(_PART.finditer(surface), start=1):
        rest = surface[gap.end() :]
        if rest:
            yield gone, rest


def _line(surface: str, lexicon: Lexicon) -> Link | None:
    """The line whose code stands before or behind the kind of cell that it is of: ``THP-1 monocytes``."""
    if _DERIVED.search(surface):
        return None
    words = surface.split(" ")
    for code in [" ".join(words[:size]) for size in range(len(words) - 1, 0, -1)] + words[-1:]:
        if not any(c.isdigit() for c in code) and not (code[:1].isupper() and len(code) > 3):
            continue
        lines = tuple(e for e in lexicon.lookup(code, EntityType.CELL_TYPE) if e.concept.startswith("CVCL:"))
        if lines and (link := _chosen(lines, lexicon, "cell line", 0.9)) is not None:
            return link
    return None


def _cell(surface: str, lexicon: Lexicon) -> Link | None:
    if (link := _line(surface, lexicon)) is not None:
        return link
    bare = _CELL_TAIL.sub("", surface)
    for name in (surface, _BRACKET.sub("", surface), bare, _SPECIES_INSIDE.sub("", surface), _LIKE.sub("", surface)):
        unprefixed = _SPECIES.sub("", name)
        for form in dict.fromkeys((name, unprefixed)):
            link = _named(EntityType.CELL_TYPE, form, lexicon) if form != surface else None
            if link is not None and not _plain(form):
                return Link(link.concept, link.name, "back-off", 0.9)
    derived = _DERIVED.split(surface)
    if len(derived) > 1 and (link := _cell_whole(derived[-1], lexicon)) is not None:
        return Link(link.concept, link.name, "derived cell", 0.85)
    for gone, rest in _suffixes(surface):
        if _plain(rest):
            break
        for form in dict.fromkeys((rest, _CELL_TAIL.sub("", rest), _SPECIES.sub("", rest))):
            if (link := _named(EntityType.CELL_TYPE, form, lexicon)) is not None:
                return Link(link.concept, link.name, "back-off", max(0.5, round(0.9 - 0.05 * gone, 3)))
    for form in (f"{bare} cell", f"{bare} stem cell") if bare == surface else ():
        if (link := _named(EntityType.CELL_TYPE, form, lexicon)) is not None:
            return Link(link.concept, link.name, "head word", 0.8)
    if _TUMOUR_CELL.search(surface) and (link := _named(EntityType.CELL_TYPE, "malignant cell", lexicon)) is not None:
        return Link(link.concept, link.name, "tumour", 0.75)
    if re.fullmatch(r"[A-Z]{2,4}", bare) and (link := _named(EntityType.CELL_TYPE, f"{bare}-MSC", lexicon)):
        return Link(link.concept, link.name, "suspended", 0.6)
    return None


def _cell_whole(surface: str, lexicon: Lexicon) -> Link | None:
    return _named(EntityType.CELL_TYPE, surface, lexicon) or _cell(surface, lexicon)


def _plain(form: str) -> bool:
    return re.fullmatch(r"(?i)cells?|cell lines?|lines?|\d+|\S", form) is not None


# --- markers -------------------------------------------------------------------------------------------------------


def _marker(surface: str, lexicon: Lexicon) -> Link | None:
    if (histone := _HISTONE.match(surface)) is not None:
        linked = _named(EntityType.MARKER, f"histone {histone[1]}", lexicon)
        return Link(linked.concept, linked.name, "modified histone", 0.9) if linked is not None else None
    form = surface
    for step, pattern in enumerate((_LNC, _STATE, _SPECIES, _MARKER_TAIL, _BRACKET), start=1):
        shorter = pattern.sub("", form).strip()
        if shorter and shorter != form:
            form = shorter
            if (link := _named(EntityType.MARKER, form, lexicon)) is not None:
                return Link(link.concept, link.name, "back-off", round(0.9 - 0.02 * step, 3))
    return None


# --- pathways ------------------------------------------------------------------------------------------------------


def _core(surface: str) -> str:
    core, heads = surface.strip(), head_ending(PATTERNS / "pathways.tsv")
    while (shorter := heads.sub("", core)) != core:
        core = shorter.strip()
    return core


def _pathway(surface: str, lexicon: Lexicon) -> Link | None:
    bracket = _BRACKET.search(surface)
    outer = _core(_BRACKET.sub("", surface))
    inner = _core(bracket.group(1)) if bracket is not None else ""
    for core in dict.fromkeys(c for c in (outer, inner) if c):
        for form in (core, f"{core} signaling pathway", f"{core} pathway", f"{core} inflammasome"):
            link = _named(EntityType.PATHWAY, form, lexicon)
            if link is not None and (form != f"{core} inflammasome" or "inflammasome" in surface.lower()):
                return Link(link.concept, link.name, "head words", 0.9)
    joined = max((inner, outer), key=lambda core: core.count("/"))  # "TGF (transforming growth factor)/SMAD"
    for core in dict.fromkeys(c for c in (joined, inner, outer) if c):
        if (concept := participants(core, lexicon)) is None:
            continue
        name = concept.partition(":")[2]
        if (link := _named(EntityType.PATHWAY, f"{name} signaling pathway", lexicon)) is not None:
            return Link(link.concept, link.name, "participants", 0.85)  # a written-out name of a conventional one
        return Link(concept, name, "participants", 0.8)
    return None


def participants(core: str, lexicon: Lexicon) -> str | None:
    """``pathway:`` with the canonical symbols of the molecules that a name joins, in the order of the text.

    A small molecule that names pathways, and a code that no source has, stand as they are written; ``None`` where
    a part is none of these, or where there is no other part than such a one.

    Examples
    --------
    >>> from pipeline.core.settings import ROOT
    >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
    >>> participants("TLR2/MyD88/NF-κB", lexicon), participants("miR-100/mTOR", lexicon)
    ('pathway:TLR2/MYD88/NFkappaB', 'pathway:mir-100/MTOR')
    """
    symbols: list[str] = []
    known = False
    for chunk in re.split(r"\s*/\s*(?!\d{1,2}(?![A-Za-z\d]))", core):
        found = _symbols(chunk, lexicon) if chunk not in _molecules() else None
        known = known or found is not None
        if found is None and (
            chunk in _molecules() or _CODED.fullmatch(chunk) or lexicon.lookup(chunk, EntityType.MARKER)
        ):
            found = [chunk]
        if found is None:
            return None
        symbols += [s for s in found if not symbols or s != symbols[-1]]
    return "pathway:" + "/".join(symbols) if known else None


@cache
def _molecules() -> frozenset[str]:
    return frozenset(forms(PATTERNS / "pathways.tsv", "molecule"))


def _symbols(chunk: str, lexicon: Lexicon) -> list[str] | None:
    """The symbols of a chunk: the fewest hyphen-joined pieces that are all known."""
    if not chunk or chunk in forms(PATTERNS / "pathways.tsv", "no participant"):
        return None
    for type_ in (EntityType.MARKER, EntityType.MIRNA):
        linked = link(type_, chunk, long_form=None, lexicon=lexicon)
        if linked.concept is not None:
            return [_symbol(linked)]
    for joint in _JOINT.finditer(chunk):
        for type_ in (EntityType.MARKER, EntityType.MIRNA):
            head = link(type_, chunk[: joint.start()], long_form=None, lexicon=lexicon)
            rest = _symbols(chunk[joint.end() :], lexicon) if head.concept is not None else None
            if rest is not None:
                return [_symbol(head), *rest]
    return None


def _symbol(linked: Link) -> str:
    """What stands for a molecule in a pathway's identifier: a microRNA's as in its own, else the concept's name."""
    concept = linked.concept or ""
    return concept.removeprefix("mirna:") if concept.startswith("mirna:") else linked.name


# --- microRNA ------------------------------------------------------------------------------------------------------


def _mirna(surface: str, lexicon: Lexicon) -> Link | None:
    form = re.sub(_DASH, "-", surface.strip()).lower()
    form = re.sub(r"\s+(?:family|cluster)$", "", form)
    form = re.sub(r"\s+", "-", form).replace("--", "-").strip("*")
    if (match := _MIR.match(form)) is not None:
        name = f"mir-{match['rest']}"
    elif (match := _LET.match(form)) is not None:
        name = f"let-7{match['rest']}"
    else:
        return None
    base = re.sub(r"-[35]p$", "", name)
    known = any(
        lexicon.lookup(fold(n).text, EntityType.MIRNA) for n in (name, base, re.sub(r"(?<=\d)[a-z]$", "", base))
    )
    concept = f"mirna:{name}"
    return Link(concept, written(concept), "miRBase" if known else "not in miRBase", 1.0 if known else 0.6)


_RULES: dict[EntityType, tuple[Rule, ...]] = {
    EntityType.CELL_TYPE: (_cell,),
    EntityType.MARKER: (_marker,),
    EntityType.PATHWAY: (_pathway,),
    EntityType.MIRNA: (_mirna,),
}


def link(type: EntityType, surface: str, *, long_form: str | None, lexicon: Lexicon) -> Link:
    """The concept that a mention's words support.

    Parameters
    ----------
    type
        Type of the mention.
    surface
        The mention as it stands in the text.
    long_form
        What the document says that the surface stands for, if it does.
    lexicon
        Names and what they mean.

    Returns
    -------
    Link
        With ``concept`` None where nothing fits, or where the document's long form is known to no source and
        the short form alone is also an ordinary abbreviation.

    Examples
    --------
    >>> from pipeline.core.settings import ROOT
    >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
    >>> link(EntityType.CELL_TYPE, "iPSC-derived MSCs", long_form=None, lexicon=lexicon).concept
    'CL:0000134'
    >>> link(EntityType.MARKER, "hSOX2", long_form=None, lexicon=lexicon)
    Link(concept='HGNC:11195', name='SOX2', rule='back-off', score=0.84)
    """
    surface = " ".join(surface.split())
    if long_form and fold(long_form).text != fold(surface).text:
        linked = _linked(type, " ".join(long_form.split()), lexicon)
        if linked is not None and linked.score >= 0.7:
            return Link(linked.concept, linked.name, "long form", round(linked.score * 0.98, 3))
        entries = lexicon.lookup(surface, type)
        if entries and "weak" in entries[0].flags:
            return NIL
        alone = _linked(type, surface, lexicon)
        return NIL if alone is None or alone.rule == "suspended" else alone  # what it stands for is told
    return _linked(type, surface, lexicon) or NIL


def _linked(type_: EntityType, surface: str, lexicon: Lexicon) -> Link | None:
    if not surface:
        return None
    if type_ is not EntityType.MIRNA and (named := _named(type_, surface, lexicon)) is not None:
        return named
    known = lexicon.lookup(surface, type_)
    if known and not known[0].concept and "weak" not in known[0].flags:
        return NIL  # a name that is known to have no concept
    for rule in _RULES[type_]:
        if (found := rule(surface, lexicon)) is not None:
            return found
    return None

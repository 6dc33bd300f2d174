"""Links a mention to the concept that its words support; each link tells which rule found it, and NIL is an answer.

The rules are tried in order, and the first that gives a concept wins: the document's own long form of an
abbreviation, the name as written, its normal form, then a back-off for each type (cells lose modifiers from the
left, markers lose words such as ``human`` or ``protein``, pathways lose their head words, and at last a pathway
is named by its participants). A further rule is one more function in ``_RULES``.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.annotate.celllinks import cell_link
from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.links import BRACKET, DASH, NIL, SPECIES, Link, Rule, by_name
from pipeline.annotate.normalise import DASHES, fold
from pipeline.annotate.pathwaywords import head_ending
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

_CODED = re.compile(r"(?=\S*\d)(?=\S*[A-Z])[A-Za-z0-9.-]{3,}|[A-Z]{3,}\d*(?:-AS\d)?")
_HISTONE = re.compile(r"(H(?:1|2A|2B|3|4))[KRST]\d+(?:me|ac|ub|ph|la|cr|bhb)")
_STATE = re.compile(rf"^(?:p|phospho|phosphorylated|cleaved|activated|total)(?:\s?{DASH}\s?|\s+)", re.IGNORECASE)
_MARKER_TAIL = re.compile(r"\s+(?:proteins?|genes?|m?RNAs?|transcripts?|molecules?|famil(?:y|ies))$", re.IGNORECASE)
_LNC = re.compile(rf"^(?:lncRNA|lincRNA|circRNA)[\s{re.escape(DASHES)}]+", re.IGNORECASE)
_JOINT = re.compile(rf"\s*(?:/|{DASH})\s*")
_MIR = re.compile(r"^(?:[a-z]{3}-)?(?:mir|mirna|microrna|micro-rna)-?(?P<rest>\d[\da-z]*(?:[-~/,.][\da-z]{1,3})*\*?)$")
_LET = re.compile(r"^(?:[a-z]{3}-)?(?:let-?7)(?P<rest>.*)$")


# --- markers -------------------------------------------------------------------------------------------------------


def _marker(surface: str, lexicon: Lexicon) -> Link | None:
    if (histone := _HISTONE.match(surface)) is not None:
        linked = by_name(EntityType.MARKER, f"histone {histone[1]}", lexicon)
        return Link(linked.concept, linked.name, "modified histone", 0.9) if linked is not None else None
    form = surface
    for step, pattern in enumerate((_LNC, _STATE, SPECIES, _MARKER_TAIL, BRACKET), start=1):
        shorter = pattern.sub("", form).strip()
        if shorter and shorter != form:
            form = shorter
            if (link := by_name(EntityType.MARKER, form, lexicon)) is not None:
                return Link(link.concept, link.name, "back-off", round(0.9 - 0.02 * step, 3))
    return None


def _in_state(surface: str, lexicon: Lexicon) -> Link | None:
    """The protein whose state is told before its name, if no name is parted so: ``p-ERK`` is ERK, not PERK.

    A capital ``P`` does not part a gene's symbol: ``P-Rex1`` is PREX1.
    """
    bare = _STATE.sub("", surface)
    glued, known = lexicon.lookup(surface, EntityType.MARKER), lexicon.lookup(bare, EntityType.MARKER)
    if bare == surface or not known or "weak" in known[0].flags:
        return None
    if any(_STATE.match(entry.name) or (surface[0] == "P" and entry.kind == "symbol") for entry in glued):
        return None
    link = by_name(EntityType.MARKER, bare, lexicon)
    return Link(link.concept, link.name, "back-off", 0.86) if link is not None else None


# --- pathways ------------------------------------------------------------------------------------------------------


def _core(surface: str) -> str:
    core, heads = surface.strip(), head_ending(PATTERNS / "pathways.tsv")
    while (shorter := heads.sub("", core)) != core:
        core = shorter.strip()
    return core


def _pathway(surface: str, lexicon: Lexicon) -> Link | None:
    bracket = BRACKET.search(surface)
    outer = _core(BRACKET.sub("", surface))
    inner = _core(bracket.group(1)) if bracket is not None else ""
    for core in dict.fromkeys(c for c in (outer, inner) if c):
        for form in (core, f"{core} signaling pathway", f"{core} pathway", f"{core} inflammasome"):
            link = by_name(EntityType.PATHWAY, form, lexicon)
            if link is not None and (form != f"{core} inflammasome" or "inflammasome" in surface.lower()):
                return Link(link.concept, link.name, "head words", 0.9)
    joined = max((inner, outer), key=lambda core: core.count("/"))  # "TGF (transforming growth factor)/SMAD"
    for core in dict.fromkeys(c for c in (joined, inner, outer) if c):
        if (concept := participants(core, lexicon)) is None:
            continue
        name = concept.partition(":")[2]
        if (link := by_name(EntityType.PATHWAY, f"{name} signaling pathway", lexicon)) is not None:
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
    form = re.sub(DASH, "-", surface.strip()).lower()
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
    return Link(concept, lexicon.name_of(concept), "miRBase" if known else "not in miRBase", 1.0 if known else 0.6)


_RULES: dict[EntityType, tuple[Rule, ...]] = {
    EntityType.CELL_TYPE: (cell_link,),
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
    if type_ is not EntityType.MIRNA and (named := by_name(type_, surface, lexicon)) is not None:
        state = _in_state(surface, lexicon) if type_ is EntityType.MARKER and named.rule != "exact" else None
        return state or named
    known = lexicon.lookup(surface, type_)
    if known and not known[0].concept and "weak" not in known[0].flags:
        return NIL  # a name that is known to have no concept
    for rule in _RULES[type_]:
        if (found := rule(surface, lexicon)) is not None:
            return found
    return None

"""The grammar of microRNA names: one pass over a text, one mention and one concept a name.

The names follow miRBase's conventions (Ambros et al. 2003, RNA 9:277; Griffiths-Jones 2006, NAR 34:D140) and the
forms that authors make of them::

    name     := [organism HY] stem [HY | blank] number [letters] [HY copy] [HY arm] [star] [" family" | " cluster"]
    organism := "hsa", "mmu", "rno" ... (miRBase's organism codes)
    stem     := miR, mir, MIR, miRNA, microRNA, micro RNA, plurals of these, "microRNA (miR)", let, lin, oncomir (-1)
    arm      := "3p" | "5p"
    star     := "*"
    cluster  := number ("~" number)+ | number (("-" | "/") number)+ " cluster" | "17-92"
    list     := name ((", " | " and " | "/" ...) item)*
    item     := HY number ... | number with letters or arm | letter | HY arm

``HY`` is any hyphen or dash, with a stray blank or line break before or after it. The members of an elliptical list
(``miR-200a/b/c``, ``miR-21, -29 and -34a``, ``miR-17-5p/-3p``) are mentions of their own; a cluster is one. The concept
is ``mirna:`` and the miRBase name without its organism, in lower case, arm and star kept. ``pre-``, ``pri-``,
``anti-``, ``antago`` and ``ago`` stay outside of the span. Not names: the kind (``miRNA``), host genes (``MIR17HG``),
``MIR`` and ``mir`` without a number bound to them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.annotate.patterns import any_of
from pipeline.core.errors import PatternError
from pipeline.core.settings import ROOT

_HY = r"[-\u2010-\u2015\u2212\uFE63\uFF0D\u00AD]"
_H = rf"\s?{_HY}\s?"
_ARM = rf"{_H}[35]\s?{_HY}?\s?p(?![a-z])"
_LETTERS = r"(?:(?<=548)[a-b][a-z]|[a-zA-Z])(?![a-zA-Z])|[a-z](?=[A-Z])|[A-Z](?=\d(?![\dA-Za-z]))"
_COPY = rf"{_HY}[1-9](?![\dA-Za-z]|\s?{_HY}?p\b)"
_NUMBER = rf"\d{{1,5}}(?:(?:{_LETTERS})|[a-z][1-9](?![\dA-Za-z]))?(?:{_COPY})?(?:{_ARM})?\*?"
_TILDE = r"[~∼˜～]"
_MICRO = r"[Mm]icro[-\s]?RNAs?|[Mm]icro[-\s]?rnas?|MICRORNAS?|mi[Rr]NAs?|MiRNAs?|MIRNAs?"
_SHORT = r"[mM]i[rR]s?|MIRs?|mRi[Rr]"


@dataclass(frozen=True, slots=True)
class MirnaName:
    """A microRNA name in a text and the concept that it stands for.

    Examples
    --------
    >>> MirnaName(0, 6, "mirna:mir-21").concept
    'mirna:mir-21'
    """

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class _Lists:
    species: tuple[str, ...]
    followers: frozenset[str]
    measures: frozenset[str]


@cache
def _lists(path: Path) -> _Lists:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _Lists(tuple(table["species"]), frozenset(table["followers"]), frozenset(table["measures"]))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise PatternError(
            f"the microRNA lists cannot be read ({error})",
            where=str(path),
            remedy="restore the file from the repository",
        ) from error


@cache
def _grammar(path: Path) -> re.Pattern[str]:
    species = any_of(_lists(path).species)
    return re.compile(
        rf"""
        (?:(?<![A-Za-z0-9])(?:{species}){_HY}\s?|(?<![A-Za-z])|(?<=[Aa]ntago)|(?<=\b[Aa]go)|(?<=\bpre)|(?<=\bpri)
          |(?<=\banti)|(?<=\b[Ee]xo))
        (?:
          (?P<paired>(?:{_MICRO})\s?\((?:{_SHORT}|{_MICRO})\){_H})(?=\d)
         |(?P<long>{_MICRO})(?:{_H}|(?P<longblank>\s)|(?=\d))(?=\d)
         |(?P<short>{_SHORT})(?:{_H}|(?P<shortblank>\s)|(?=\d))(?=\d)
         |(?P<let>[Ll]et|LET|MIRLET|[Mm]irlet)(?:{_H})?(?=7(?!\d))
         |(?P<onco>\b[Oo]nco[mM]i[rR]{_HY})(?=1(?!\d))
         |(?P<other>(?<![A-Za-z])(?:lin(?={_HY}4(?![\dA-Za-z]))|lsy(?={_HY}6(?![\dA-Za-z])))){_HY}
        )
        (?P<first>{_NUMBER})(?!\d)
        """,
        re.VERBOSE,
    )


#: where a name can begin but for the code of its organism: looked for first, since it is in few texts often; one set of
#: first letters, then what tells them apart, is the quickest to search for
_SEED = re.compile(
    rf"[mMlLoO](?:i(?:[rR]|c(?=ro[-\s]?[rR]))(?<=[mM]..)|I(?:R|C(?=RO))(?<=[mM]..)|[rR]i[rR](?<=[mM]...)"
    rf"|et(?<=[lL]..)(?=.{{0,3}}7)|ET(?<=L..)|in(?<=l..)(?={_HY})|sy(?<=l..)(?={_HY})|nco[mM]i[rR])",
    re.DOTALL,
)
_CODED = re.compile(rf"{_HY}\s?$")


@cache
def _longest(path: Path) -> int:
    """How far before its stem a name may begin: by a code, its hyphen and a blank."""
    return max(map(len, _lists(path).species), default=0) + 2


def _matches(text: str, patterns: Path) -> Iterator[re.Match[str]]:
    """What the grammar's ``finditer`` gives for a text, tried only where a name can begin."""
    grammar, position, longest = _grammar(patterns), 0, _longest(patterns)
    for seed in _SEED.finditer(text):
        begin = end = seed.start()
        if _CODED.search(text[max(0, begin - 2) : begin]) is not None:
            begin -= longest
        for start in range(max(position, begin), end + 1):
            if (match := grammar.match(text, start)) is not None:
                yield match
                position = match.end()
                break


_CHAIN = re.compile(rf"(?:\s?(?P<join>{_TILDE}|{_HY}|/)\s?(?P<item>{_NUMBER})(?!\d))")
_FAMILY = re.compile(r"\s(?:miRNAs?\s|microRNAs?\s)?(family|cluster|families|clusters)\b", re.IGNORECASE)
_ITEM = re.compile(
    rf"""
    (?P<sep>\s?/\s?|\s?,\s?(?:and|or|&)\s|\s?[,;]\s?|\s(?:and|or|&|as\swell\sas)\s|\s?&\s?)
    (?:
       (?P<arm>{_HY}?[35]p(?![a-zA-Z0-9]))
      |(?P<hyphened>{_HY}\s?{_NUMBER})(?![\dA-Za-z])
      |(?P<bare>{_NUMBER})(?![\dA-Za-z])
      |(?P<letter>{_HY}?[a-z](?:{_ARM}|{_HY}[1-9](?![\dA-Za-z])|(?![A-Za-z0-9{_HY[1:-1]}'’]|\.[A-Za-z])))
    )
    """,
    re.VERBOSE,
)
_LEADING = re.compile(rf"(?:{_HY}\s?)?")
_NEXT_WORD = re.compile(r"\s*(\S+)")


def _concept(stem: str, number: str) -> str:
    plain = re.sub(_HY, "-", re.sub(r"\s", "", number)).lower()
    plain = re.sub(r"([35])-p", r"\1p", plain)
    plain = re.sub(_TILDE, "-", plain).replace("/", "-")
    return f"mirna:{stem}-{plain}"


def written(concept: str) -> str:
    """A microRNA's concept as papers write its name.

    Examples
    --------
    >>> written("mirna:mir-126-3p"), written("mirna:let-7b")
    ('miR-126-3p', 'let-7b')
    """
    name = concept.removeprefix("mirna:")
    return "miR" + name[3:] if name.startswith("mir") else name


def _gene_symbol(number: str) -> str:
    """``MIR125B1`` and ``MIRLET7A2``: letter and copy number stand without hyphens in a gene symbol."""
    match = re.fullmatch(r"(\d+)([A-Z]?)(\d?)", number)
    if match is None:
        return number
    digits, letter, copy = match.groups()
    return f"{digits}{letter.lower()}" + (f"-{copy}" if copy else "")


def find_mirnas(text: str, patterns: Path = ROOT / "models" / "patterns" / "mirna.toml") -> list[MirnaName]:
    """Every microRNA name of a text, in order, elliptical lists expanded.

    Raises
    ------
    PatternError
        The lists that the grammar goes by are missing or damaged.

    Examples
    --------
    >>> text = "EVs hold hsa-miR-423-3p, miR-200a/b and the miR-302 family"
    >>> [(text[name.start : name.end], name.concept) for name in find_mirnas(text)]
    [('hsa-miR-423-3p', 'mirna:mir-423-3p'), ('miR-200a', 'mirna:mir-200a'), ('b', 'mirna:mir-200b'), \
('miR-302 family', 'mirna:mir-302')]
    """
    return list(_names(text, patterns))


def _names(text: str, patterns: Path) -> Iterator[MirnaName]:
    lists = _lists(patterns)
    position = 0
    for match in _matches(text, patterns):
        if match.start() < position or _is_no_name(text, match, lists):
            continue
        stem = "let" if match["let"] else (match["other"] or "mir")
        plural = (match["long"] or match["short"] or match["paired"] or "").endswith(("s", "s)"))
        number, end = match["first"], match.end("first")
        if match["onco"]:  # the first cluster that was found to cause tumours (He et al. 2005, Nature 435:828)
            yield MirnaName(match.start(), end, "mirna:mir-17-92")
            continue
        symbol = re.match(r"\d+[A-Z]?\d?(?![\dA-Za-z])", text[match.start("first") : match.end("first") + 2])
        letters = match[0][: match.start("first") - match.start()]
        if symbol and symbol[0] != number and letters.isalpha() and letters.isupper():
            end = match.start("first") + symbol.end()
            number = symbol[0]
        if letters.isalpha():
            number = _gene_symbol(number)
        end, number, single = _cluster(text, end, number)
        yield MirnaName(match.start(), end, _concept(stem, number))
        position = end
        if not single and stem in ("mir", "let"):
            for item in _items(text, end, stem, number, plural, lists):
                yield item
                position = item.end


def _is_no_name(text: str, match: re.Match[str], lists: _Lists) -> bool:
    """Counts, measures, versions, stations, host genes."""
    after = text[match.end("first") : match.end("first") + 60]
    if re.match(r"HG\b|\.\d|\s?%", after):
        return True
    blank = match["longblank"] or match["shortblank"]
    if not blank:
        return False
    if match["short"] and match["short"] not in ("miR", "miRs", "MiR"):
        return True
    word = re.match(r"\s?([A-Za-z]+)", after)
    counts = bool(word and word[1] in lists.measures)
    return counts or ((match["long"] or "").endswith("s") and not _ITEM.match(after))


def _cluster(text: str, end: int, number: str) -> tuple[int, str, bool]:
    """A family, a cluster or a range behind the first number: its end, its number and whether it is one name."""
    position, joined, tilde = end, number, False
    while (link := _CHAIN.match(text, position)) is not None:
        tilde = tilde or re.match(_TILDE, link["join"]) is not None
        joined += "-" + link["item"]
        position = link.end()
    family = _FAMILY.match(text, position)
    if position > end:
        named_cluster = family is not None and family[1].lower() == "cluster"
        range_ = "/" not in text[end:position] and re.fullmatch(rf"\d+[a-z]?{_HY}\d{{2,3}}", joined)
        if tilde or named_cluster or range_:
            return (family.end() if family else position), joined, True
    family = _FAMILY.match(text, end)
    if family is not None:
        return family.end(), number, family[1].lower() in ("family", "cluster")
    return end, number, False


def _items(text: str, end: int, stem: str, number: str, plural: bool, lists: _Lists) -> Iterator[MirnaName]:
    """The further members of an elliptical list."""
    last = number
    position = end
    while (match := _ITEM.match(text, position)) is not None:
        kind = match.lastgroup or ""
        item = match[kind]
        start = match.start(kind) + len(_LEADING.match(item)[0])  # type: ignore[index]  # matches the empty string too
        slash = "/" in match["sep"]
        base = re.match(r"\d+", last)
        if kind == "arm":
            full = re.sub(_ARM, "", last) + "-" + re.sub(_HY, "", item)
            if "p" not in last and not slash:
                return
        elif kind == "letter":
            letter = re.sub(rf"^{_HY}", "", item)
            if base is None or not (slash or re.match(r"\d+[a-z]", last)) or (letter[0] == "a" and not slash):
                return
            full = base[0] + letter
        else:
            full = re.sub(rf"^{_HY}\s?", "", item)
            if kind == "bare" and not slash and not _continues(text, match.end(), full, plural, lists):
                return
        yield MirnaName(start, match.end(), _concept(stem, full))
        last, position = full, match.end()


def _continues(text: str, end: int, item: str, plural: bool, lists: _Lists) -> bool:
    """Whether a number without a hyphen is a member of the list rather than a count."""
    if not item.isdigit():
        return True
    if re.match(r"\s?(%|\.\d)", text[end:]):
        return False
    word = _NEXT_WORD.match(text, end)
    following = "" if word is None else word[1].rstrip(",.;:)")
    if plural:
        return following not in lists.measures
    closed = word is None or not word[1][0].isalnum() or following in lists.followers
    return closed and (len(item) > 1 or text[end : end + 1] in (",", ")"))

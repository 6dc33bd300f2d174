"""The normal form in which names are compared, with a map back to the text it was made from.

Two spellings of one name have one normal form: case, the kind of dash, blanks and hyphens between parts,
ligatures, accents and subscripts, look-alike Cyrillic letters, Greek letters against their names, and
British against American spelling do not tell names apart (``TGF-β1``, ``TGF beta 1``, ``TGFB1``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

#: dashes and hyphens of every kind that stand for a hyphen in a name
DASHES = "-\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"

#: Cyrillic letters that are printed for Latin or Greek ones they look like
_LOOK_ALIKES = dict(zip("авекмнорстухіѕАВЕКМНОРСТУХІЅ", "abekmhopctyxisABEKMHOPCTYXIS", strict=True))

_GREEK_NAMES = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "sigma": "σ", "omega": "ω",
}  # fmt: skip
#: the Latin letter that gene symbols put for a Greek one (HGNC: IL1B, IFNG, NFKB1, PRKCQ)
_GREEK_LATIN = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "abgdezhqiklmnxoprsstufcyw", strict=True))

_GREEK = re.compile(
    "[α-ωΑ-Ω\u00b5\u03d0-\u03d6]|(?<![a-z])(?:"
    + "|".join(f"[{n[0]}{n[0].upper()}]{n[1:]}" for n in _GREEK_NAMES)
    + ")(?![a-z])|(?<![a-z])(?:"
    + "|".join(n.upper() for n in _GREEK_NAMES)
    + ")(?![A-Za-z])|(?<![a-zà-ÿ])ß(?![a-z])|(?<=[A-Z][-‐‑–])ß"
)
_CELLS = re.compile(r"[\s\-‐‑–]*cells?\b")
_LEFT = re.compile(r"([A-Za-z0-9]+)(\s?[-‐‑‒–—−]\s?|\s|)$")
_RIGHT = re.compile(r"[-‐‑‒–—−]?([A-Za-z0-9]+)")

#: letters that British spelling has and American has not: the group that is dropped
_BRITISH = re.compile(
    r"signal(?P<a>l)(?=ing|ed)|tumo(?P<b>u)r|h(?P<c>a)em(?=a|at|o|an|og)|leuk(?P<d>a)em|(?P<e>o)estr[oa]"
    r"|f(?P<f>o)et(?=al|us)|(?P<g>o)edem|isch(?P<h>a)em|an(?P<i>a)em|(?P<j>o)esoph|label(?P<k>l)ed|fib(?P<l>e)r?(?=in)"
    r"|c(?P<m>a)ec(?=al|um)|gyn(?P<n>a)ec|p(?P<o>a)ed(?=ia)"
)
#: stands in every word in small letters that has such a letter or the name of a Greek one; one set of first letters,
#: then what tells them apart, is the quickest to search for
_ODD = re.compile(
    "[lbhzsmgpeaoi](?:pha|eta|ta(?<=lta)|ilon|ma(?<=[mg]ma)|pa(?<=ppa)|da(?<=mbda)|ga(?<=ega)"
    "|l(?<=[ae]ll)(?=ing|ed)|ur(?<=mour)|e(?<=[ao]e)|e(?<=fibe))"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A normal form. ``text`` and ``cased`` have equal length; character ``i`` stems from ``[starts[i], ends[i])``."""

    text: str  # without case
    cased: str  # the same with the case as written
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source: str

    def surface(self, start: int, end: int) -> tuple[int, int]:
        """Span of the source that normal characters ``[start, end)`` stem from (``start < end``)."""
        return self.starts[start], self.ends[end - 1]


def _is_acronym(run: str) -> bool:
    upper = sum(c.isupper() for c in run)
    return any(c.isdigit() for c in run) or upper >= 2 or (upper == 1 and len(run) == 1)


def _greek_as_latin(text: str, start: int, end: int) -> bool:
    """Whether a Greek letter belongs to an acronym (``TGF-β``, ``α-SMA``), not to a word (``β-catenin``)."""
    if _CELLS.match(text, end):
        return False
    left = _LEFT.search(text[max(0, start - 16) : start])
    if left is not None:
        run, gap = left.groups()
        if _is_acronym(run) and not (gap.isspace() and (run.isdigit() or len(run) < 2)):
            return True
    right = _RIGHT.match(text, end)
    return right is not None and sum(c.isupper() for c in right.group(1)) >= 1 and _is_acronym(right.group(1))


def has_greek(word: str) -> bool:
    """Whether a word holds a Greek letter or the name of one: what it folds to depends on what stands beside it.

    Examples
    --------
    >>> has_greek("TGFbeta"), has_greek("alphabet")
    (True, False)
    """
    if word.isascii() and _ODD.search(word.lower()) is None:
        return False
    return "ß" in word or _GREEK.search(word) is not None


#: whether a word in small letters may be no normal form: most are, and are told so at once
is_odd = _ODD.search


def is_plain(word: str) -> bool:
    """Whether letters and digits of an ASCII text are their own normal form but for case.

    Examples
    --------
    >>> is_plain("exosomes"), is_plain("tumour")
    (True, False)
    """
    small = word.lower()
    return _ODD.search(small) is None or (_GREEK.search(word) is None and _BRITISH.search(small) is None)


def greek_as_latin(text: str, start: int, end: int) -> tuple[bool, ...]:
    """For each Greek letter in ``text[start:end]``, whether it counts as the Latin letter of gene symbols.

    Examples
    --------
    >>> greek_as_latin("TGF-β and β-catenin", 4, 5), greek_as_latin("TGF-β and β-catenin", 10, 11)
    ((True,), (False,))
    """
    return tuple([_greek_as_latin(text, *match.span()) for match in _GREEK.finditer(text, start, end)])


def _pieces(text: str, greek: bool | None) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    for match in _GREEK.finditer(text):
        start, end = match.span()
        word = match.group()
        letter = _GREEK_NAMES.get(word.lower()) if len(word) > 1 else unicodedata.normalize("NFKC", word)
        letter = "β" if letter == "ß" else letter or word
        latin = _greek_as_latin(text, start, end) if greek is None else not greek and not _CELLS.match(text, end)
        lower = letter.lower()
        pieces.append((start, end, _GREEK_LATIN.get(lower, lower) if latin else lower))
    return pieces


@lru_cache(maxsize=4096)
def _character(char: str) -> str:
    """What one character counts as: nothing for separators, marks and controls."""
    if char in DASHES or char.isspace():
        return ""
    out = []
    for part in unicodedata.normalize("NFKD", _LOOK_ALIKES.get(char, char)):
        category = unicodedata.category(part)
        if category[0] in "MCZ" or part in DASHES:
            continue
        out.append("'" if part in "’‘ʼ′`´" else part)
    return "" if char in "™®©" else "".join(out)


#: what becomes of the ASCII characters that do not stay as they are
_ASCII = {code: _character(chr(code)) for code in range(128) if _character(chr(code)) != chr(code)}
_ASCII_GONE = frozenset(chr(code) for code, out in _ASCII.items() if not out)
#: blanks fold to nothing: they are passed over
_RUN = re.compile(r"(?P<plain>[A-Za-z0-9]+)|[^A-Za-z0-9 \n\t]+")
_LETTERS = re.compile(r"[^\W_]+")
_WORD_END = re.compile(r"[^\W_]*")
#: how far beside a stretch its surroundings can change its normal form
_NEAR = 17


def bare(text: str) -> str | None:
    """The normal form, with the case as written, of a text that has nothing to fold but marks; else nothing.

    Examples
    --------
    >>> bare("IL-10 receptor"), bare("TGF-beta")
    ('IL10receptor', None)
    """
    if text.isascii() and "." not in text and is_plain(text):
        return text if text.isalnum() else text.translate(_ASCII)
    return None


def fold(text: str, *, greek: bool | None = None) -> Folded:
    """The normal form of a text or name.

    Parameters
    ----------
    text
        Any text.
    greek
        ``None`` decides for each Greek letter by what stands beside it whether it counts as the Latin letter
        that gene symbols use; ``True`` keeps all, ``False`` turns all.

    Examples
    --------
    >>> fold("TGF-β1").text, fold("Tgf beta-1", greek=False).text, fold("β-catenin").text
    ('tgfb1', 'tgfb1', 'βcatenin')
    >>> form = fold("the IL‐ 10 signalling")
    >>> form.text, form.surface(3, 7)
    ('theil10signaling', (4, 10))
    """
    if (plain := bare(text)) is not None:
        if len(plain) == len(text):
            return Folded(plain.lower(), plain, tuple(range(len(text))), tuple(range(1, len(text) + 1)), text)
        kept = [at for at, char in enumerate(text) if char not in _ASCII_GONE]
        return Folded(plain.lower(), plain, tuple(kept), tuple([at + 1 for at in kept]), text)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(start: int, end: int, out: str) -> None:
        for char in out:
            chars.append(char)
            starts.append(start)
            ends.append(end)

    small = text.lower()
    if len(small) != len(text):
        small = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    dropped = {m.start(m.lastgroup) for m in _BRITISH.finditer(small) if m.lastgroup}
    position = 0
    for start, end, out in [*_pieces(text, greek), (len(text), len(text), "")]:
        for run in _RUN.finditer(text, position, start):
            first, last = run.span()
            if run.lastgroup == "plain" and dropped.isdisjoint(range(first, last)):
                chars.append(run[0])
                starts.extend(range(first, last))
                ends.extend(range(first + 1, last + 1))
                continue
            for i in range(first, last):
                char = text[i]
                point = char == "." and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()
                if i not in dropped and not point:
                    put(i, i + 1, char if char.isascii() and char.isalnum() else _character(char))
        put(start, end, out)
        position = end
    cased = "".join(chars)
    low = cased.casefold()
    if len(low) != len(cased):
        low = "".join(_lower(char) for char in cased)
    return Folded(low, cased, tuple(starts), tuple(ends), text)


def fold_within(text: str, start: int, end: int) -> tuple[Folded, int, int, int]:
    """The normal form of ``text[start:end]`` where it stands, its characters ``[first, last)`` of the form returned.

    ``start`` and ``end`` are edges of a word's parts. The form is that of the stretch and of what can change it beside
    it; the last number tells how many characters of that stand before ``start``.

    Examples
    --------
    >>> form, first, last, before = fold_within("serum TGF-β fell", 6, 11)
    >>> form.text[first:last], form.starts[first], before
    ('tgfb', 6, 6)
    """
    stretch = text[start:end]
    if "." not in stretch and not has_greek(stretch):
        form = fold(stretch)
        return form, 0, len(form.text), 0
    before = min(start, _NEAR)
    after = _WORD_END.match(text, min(len(text), end + _NEAR)).end()  # type: ignore[union-attr]  # matches the empty string too
    form = fold(text[start - before : after])
    return form, bisect_left(form.starts, before), bisect_left(form.starts, before + end - start), before


def _lower(char: str) -> str:
    lower = char.casefold()
    return lower if len(lower) == 1 else char


def keys(name: str) -> tuple[str, ...]:
    """All normal forms under which a name is filed: two where it holds a Greek letter, else one.

    Examples
    --------
    >>> keys("TNF-alpha"), keys("IL-10")
    (('tnfa', 'tnfα'), ('il10',))
    """
    forms = {fold(name).text, fold(name, greek=True).text, fold(name, greek=False).text}
    return tuple(sorted(form for form in forms if form))


def boundaries(text: str) -> list[bool]:
    """For each of the ``len(text) + 1`` places whether a word part may start or end there.

    A part is a run of letters, digits and their marks; a letter beside a digit does not end one.

    Examples
    --------
    >>> [i for i, edge in enumerate(boundaries("miR-21/β")) if edge]
    [0, 3, 4, 6, 7, 8]
    """
    if not any(unicodedata.category(c)[0] == "M" for c in set(text) if not c.isascii()):
        edges = [True] * (len(text) + 1)
        for run in _LETTERS.finditer(text):
            start, end = run.span()
            edges[start + 1 : end] = [False] * (end - start - 1)
        return edges
    inner = [c.isalnum() or unicodedata.category(c)[0] == "M" for c in text]
    edges = [True]
    edges += [not (a and b) for a, b in pairwise(inner)]
    if text:
        edges.append(True)
    return edges

"""Comments of a table cell on names: ``twofold higher in vesicles than in cells``, ``present in both``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.records import EntityType, Mention
from pipeline.relate.patterns import Lexicon
from pipeline.relate.statusmarks import STATUS

_STATEMENT = re.compile(r"[.;]\s+|\n+|,?\s\b(?:but|while|whereas)\b")
_TOKEN = re.compile(r"\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?\s*(?:-|–)?\s*fold|[^\W_]+(?:[-‐‑–]fold)?|[↑↓]")
_HYPHEN = re.compile(r"\s?[-‐‑–]\s?(?=\w)|\s(?:derived|exosom|EVs?\b|vesicle)", re.IGNORECASE)
_IN = frozenset({"in", "within", "inside", "by", "among", "on"})
_THAN = frozenset({"than", "compared", "relative", "versus", "vs"})
_MOLECULES = frozenset({EntityType.MARKER, EntityType.MIRNA})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comment says of a molecule.

    ``sign`` is +1 where the vesicles hold more of it than what they are compared with, -1 for less, 0 where nothing
    is compared; ``cells`` tells that the cells have it, too, and ``cell`` which, where they are named; ``at`` is where
    its word stands in the text.
    """

    mention: Mention
    sign: int
    cells: bool
    word: str
    at: int
    cell: Mention | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    low: str
    start: int
    cell: Mention | None = None  # a named cell


def findings(
    text: str,
    start: int,
    end: int,
    mentions: Sequence[Mention],
    listed: Sequence[Mention],
    lexicon: Lexicon,
    told: str,
) -> Iterator[Finding]:
    """Comments in ``text[start:end]`` on the names in them, or else on those listed before.

    Parameters
    ----------
    mentions
        Outermost mentions of the stretch, in text order.
    listed
        The names that the row lists elsewhere: a comment without names is on all of them.
    told
        ``contents`` for a column of contents, where any comparison is on contents; ``comments`` for one that
        comments on contents, where words that may be of an effect (``reduced``) are not taken for one; ``""``
        elsewhere, where a comment must name vesicles and compare.
    """
    bounds = [start, *(m.end() for m in _STATEMENT.finditer(text, start, end)), end]
    before = list(listed)
    full = False
    for first, last in itertools.pairwise(bounds):
        own = [m for m in mentions if first <= m.start < last and m.type in _MOLECULES]
        tokens = _tokens(text, first, last, mentions)
        words = {t.low for t in tokens}
        vesicles = any(lexicon.has("vesicles.words", w) for w in words)
        compared = bool(words & lexicon.lists["findings.compare"]) or any(w.endswith("fold") for w in words)
        strong = {"both", "enriched", "depleted"} & words
        full = full or (vesicles and (compared or bool(strong)))
        if told == "contents" or full or (told and not words & lexicon.lists["findings.effects"]):
            yield from _statement(tokens, own, _meant(tokens, before, lexicon), compared, lexicon)
        before = own or before


def _meant(tokens: Sequence[_Token], before: Sequence[Mention], lexicon: Lexicon) -> Sequence[Mention]:
    """Of the names told before those of the kind that a statement names: ``both lncRNAs`` are no microRNAs."""
    words = {t.low for t in tokens}
    micro, other = (bool(words & lexicon.lists[f"findings.kinds_{kind}"]) for kind in ("mirna", "other"))
    if micro == other:
        return before
    return [m for m in before if (m.type is EntityType.MIRNA) == micro]


def _tokens(text: str, first: int, last: int, mentions: Sequence[Mention]) -> list[_Token]:
    """Lower-case words outside mentions and outside the brackets of a single name's status."""
    masked = [m for m in mentions if m.type in _MOLECULES or m.type is EntityType.PATHWAY]
    brackets = [(m.end, s.end()) for m in masked if (s := STATUS.match(text, m.end, last)) is not None]
    hidden = [(m.start, m.end) for m in masked] + brackets
    cells = [m for m in mentions if m.type is EntityType.CELL_TYPE]
    found = []
    for match in _TOKEN.finditer(text, first, last):
        cell = next((m for m in cells if m.start <= match.start() < m.end), None)
        if cell is not None:  # a named cell is a word for cells; in "X-exosomes" the vesicles are meant
            if match.start() == cell.start and not _HYPHEN.match(text, cell.end):
                found.append(_Token("cells", match.start(), cell))
        elif not any(a <= match.start() < b for a, b in hidden):
            low = match.group().lower()
            found.append(_Token("fold" if low.endswith("fold") else low, match.start()))
    return found


def _statement(
    tokens: Sequence[_Token], own: Sequence[Mention], before: Sequence[Mention], compared: bool, lexicon: Lexicon
) -> Iterator[Finding]:
    if len(tokens) < 3 and not own and {t.low for t in tokens} & {"up", "down"}:  # in a column of changes
        compared = True
    degrees = [(i, sign) for i in range(len(tokens)) if (sign := _degree(tokens, i, compared, lexicon))]
    told = _in_cells(tokens, lexicon)
    in_cells, cell = told is not None, told.cell if told is not None else None
    if not degrees:
        word = next((t for t in tokens if lexicon.has("findings.holds", t.low)), None)
        if in_cells and word is not None:
            for mention in own or before:
                yield Finding(mention, 0, True, word.low, word.start, cell)
        for token in tokens:
            if own and token.start < own[0].start and lexicon.has("findings.high", token.low):
                yield from (Finding(mention, 0, False, token.low, token.start) for mention in own)
                break
        return
    following = bool(own) and own[0].start > tokens[degrees[0][0]].start
    for mention in own or before:
        if not own or len(degrees) == 1:
            index, sign = degrees[0]
        elif following:
            index, sign = next(d for d in reversed(degrees) if tokens[d[0]].start < mention.start or d is degrees[0])
        else:
            index, sign = next((d for d in degrees if tokens[d[0]].start > mention.start), degrees[-1])
        side = _side(tokens, index, lexicon)
        yield Finding(mention, sign * side, in_cells, tokens[index].low, tokens[index].start, cell)


def _degree(tokens: Sequence[_Token], at: int, compared: bool, lexicon: Lexicon) -> int:
    """+1 or -1 for a word of comparison, 0 for others and for a denied one (``not enriched``)."""
    word = tokens[at].low
    near = {t.low for t in tokens[max(0, at - 2) : at]}
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if near & {"not", "no", "neither", "nor", "without"} or behind in ("from", "by"):  # "vesicles enriched by filters"
        return 0
    more, less = lexicon.has("findings.more", word), lexicon.has("findings.less", word)
    if compared and not (more or less):
        beside = {t.low for t in tokens[max(0, at - 1) : at]} & (
            lexicon.lists["findings.more"] | lexicon.lists["findings.less"]
        )
        more = lexicon.has("findings.high", word) and not beside
        less = lexicon.has("findings.low", word) and not beside
    if word == "more" and at + 1 < len(tokens) and lexicon.has("findings.less", tokens[at + 1].low):
        return 0
    return 1 if more else -1 if less else 0


def _side(tokens: Sequence[_Token], at: int, lexicon: Lexicon) -> int:
    """+1 where the degree is that of vesicles, -1 where it is that of the cells."""
    within = False
    for token in tokens[at + 1 :]:
        if token.low in _THAN:
            break
        if token.low in _IN:
            within = True
        elif within and lexicon.has("vesicles.words", token.low):
            return 1
        elif within and lexicon.has("findings.cells", token.low):
            return -1
    for place, token in reversed(list(enumerate(tokens[:at]))):
        if any(t.low in _THAN for t in tokens[max(0, place - 4) : place]):
            continue
        if lexicon.has("vesicles.words", token.low):
            return 1
        if lexicon.has("findings.cells", token.low):
            return -1
    return 1


def _in_cells(tokens: Sequence[_Token], lexicon: Lexicon) -> _Token | None:
    """The word for cells in ``in both vesicles and cells``, ``also detected in the parental cells``; else None."""
    words = [t.low for t in tokens]
    cells = [i for i, w in enumerate(words) if lexicon.has("findings.cells", w)]
    if not cells or {"not", "absent", "no", "without"} & set(words):
        return None
    if "both" in words and any(lexicon.has("vesicles.words", w) for w in words):
        return tokens[cells[-1]]
    for at in cells:
        ahead = words[max(0, at - 9) : at]
        if any(w in ("than", "compared", "relative", "to", "from", "versus", "vs") for w in ahead):
            continue
        if "in" in ahead and any(lexicon.has("findings.holds", w) for w in ahead[: ahead.index("in")]):
            return tokens[at]
    return None

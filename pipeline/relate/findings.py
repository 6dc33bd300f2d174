"""Comments of a table cell on names: ``twofold higher in vesicles than in cells``, ``present in both``, ``(↓)``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.records import EntityType, Mention
from pipeline.relate.columns import Column
from pipeline.relate.patterns import Lexicon

_STATEMENT = re.compile(r"[.;]\s+|\n+|,?\s\b(?:but|while|whereas)\b")
_TOKEN = re.compile(r"\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?\s*(?:-|–)?\s*fold|[^\W_]+(?:[-‐‑–]fold)?|[↑↓]")
_STATUS = re.compile(r"\s*(?:[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]|([↑↓]))")
_NOUN = re.compile(
    r"\s(?:pathway\s|signall?ing\s)?([a-z]+tion|[a-z]+ase|blockade|loss)\b(?=\s*(?:$|[.;,()]|\b(?:in|of|and|by|via)\b))",
    re.I,
)
_BRACKETS = re.compile(r"[(\[;:]")
_HYPHEN = re.compile(r"\s?[-‐‑–]\s?(?=\w)|\s(?:derived|exosom|EVs?\b|vesicle)", re.IGNORECASE)
_LAST = re.compile(
    r"(?:\s*(?:,\s*and\b|,|/|&|\band\b)\s*[^\s,;()]{1,20}){1,6}\s*[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]()\s*\Z"
)
_PAIR = re.compile(r"\s*(?:[/:→⊣]|[-–]+[>|])\s*")
_PAIR_BRACKET = re.compile(r"\s*(?:[/:→⊣(\[,–-]|[-–]+[>|])\s*")
_ARROW = re.compile(r"[↑↓⬆⬇]")
_BEGINS = re.compile(r"(?:^|[,;:.)•\]/]|\b(?:and|with|via))\s*$")
_PAIR_ARROW = re.compile(r"\s*(?:[→⊣]|[-–]+[>|])\s*")
_AND = re.compile(r"\s*(?:,|&|/|\band\b|,\s*and\b)\s*")
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
    brackets = [(m.end, s.end()) for m in masked if (s := _STATUS.match(text, m.end, last)) is not None]
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


def paired(text: str, mentions: Sequence[Mention], column: Column) -> list[tuple[Mention, Mention]]:
    """MicroRNAs with the targets that stand right behind them: ``miR-21/PTEN``, ``miR-21: PTEN, PDCD4; miR-22: MECP2``.

    A slash, an arrow or a colon joins them where the column is on targets, pathways or effects; a bracket, too, where
    its head names both (``miRNA (target)``); in a column of cargo an arrow alone.
    """
    if not (column.paired or column.how in ("target", "pathway", "prose", "cargo")):
        return []
    joint = _PAIR_BRACKET if column.paired else _PAIR_ARROW if column.how == "cargo" else _PAIR
    found: list[tuple[Mention, Mention]] = []
    head: Mention | None = None
    for before, mention in itertools.pairwise(mentions):
        gap = text[before.end : mention.start]
        if before.type is EntityType.MIRNA and mention.type is EntityType.MARKER and joint.fullmatch(gap):
            head = before
        elif not (head is not None and mention.type is EntityType.MARKER and _AND.fullmatch(gap)):
            head = None
        if head is not None:
            found.append((head, mention))
    return found


def arrows_lead(text: str, start: int, end: int) -> bool:
    """Whether the arrows of a cell stand before the names that they are on: its first begins a statement.

    Examples
    --------
    >>> arrows_lead("Less pain; ↓ IL-6", 0, 17), arrows_lead("IL-6 ↓, TNF ↓", 0, 13)
    (True, False)
    """
    first = _ARROW.search(text, start, end)
    return first is not None and _BEGINS.search(text[start : first.start()]) is not None


def _named_change(text: str, mention: Mention, word: str, lexicon: Lexicon) -> tuple[int, str]:
    """``Wnt signaling activation`` and nothing more: no verb before it is on the change."""
    since = max(text.rfind(stop, 0, mention.start) for stop in ".;,:\n\t") + 1
    if any(
        t.effect in ("up", "down")
        for w in text[since : mention.start].lower().split()
        for t in lexicon.triggers.get(w, ())
    ):
        return 0, ""
    signs = {
        t.sign for t in lexicon.triggers.get(word, ()) if t.effect in ("up", "down") and t.form == "noun" and t.sign
    }
    return (signs.pop(), word) if len(signs) == 1 else (0, "")


def status(text: str, mention: Mention, limit: int, lexicon: Lexicon, leading: bool = False) -> tuple[int, str]:
    """The sign of what stands right behind a name, in brackets or as an arrow, and its word; 0 where nothing is said.

    Parameters
    ----------
    leading
        Arrows belong to the names behind them (`arrows_lead`), so a bare one behind this name is not on it.

    Examples
    --------
    ``PTEN (inhibited)`` is (-1, "inhibited"), ``Wnt (↑)`` is (1, "↑").
    """
    match = _STATUS.match(text, mention.end, limit)
    if match is None and (noun := _NOUN.match(text, mention.end, limit)) is not None:
        return _named_change(text, mention, noun[1].lower(), lexicon)
    if match is None and (last := _LAST.match(text, mention.end, limit)) is not None:  # "A, B (reduced)"
        match = last if last.group(1) and not _BRACKETS.search(text, mention.end, last.start(1) - 1) else None
    if match is None or (leading and match.group(2)):
        return 0, ""
    words = (match.group(1) or match.group(2)).lower().split()
    if not words or len(words) > 8 or {"not", "no"} & set(words):
        return 0, ""
    for word in words:
        if word in "↑⬆":
            return 1, word
        if word in "↓⬇":
            return -1, word
        signs = {t.sign for t in lexicon.triggers.get(word, ()) if t.effect in ("up", "down") and t.form != "noun"}
        alone = {t.sign for t in lexicon.triggers.get(word, ()) if t.effect in ("up", "down") and len(words) == 1}
        if lexicon.has("findings.more", word) or signs == {1} or alone == {1} or word == "activation":
            return 1, word
        if (
            lexicon.has("findings.less", word)
            or signs == {-1}
            or alone == {-1}
            or word in ("inhibition", "suppression")
        ):
            return -1, word
    return 0, ""

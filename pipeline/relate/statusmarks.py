"""What stands right beside a name in a table cell: its status (``(reduced)``, ``↑``), or the target of a microRNA."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.core.records import EntityType, Mention
from pipeline.relate.columns import Column
from pipeline.relate.patterns import Lexicon

STATUS = re.compile(r"\s*(?:[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]|([↑↓]))")
_NOUN = re.compile(
    r"\s(?:pathway\s|signall?ing\s)?([a-z]+tion|[a-z]+ase|blockade|loss)\b(?=\s*(?:$|[.;,()]|\b(?:in|of|and|by|via)\b))",
    re.I,
)
_BRACKETS = re.compile(r"[(\[;:]")
_LAST = re.compile(
    r"(?:\s*(?:,\s*and\b|,|/|&|\band\b)\s*[^\s,;()]{1,20}){1,6}\s*[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]()\s*\Z"
)
_ARROW = re.compile(r"[↑↓⬆⬇]")
_BEGINS = re.compile(r"(?:^|[,;:.)•\]/]|\b(?:and|with|via))\s*$")
_PAIR = re.compile(r"\s*(?:[/:→⊣]|[-–]+[>|])\s*")
_PAIR_BRACKET = re.compile(r"\s*(?:[/:→⊣(\[,–-]|[-–]+[>|])\s*")
_PAIR_ARROW = re.compile(r"\s*(?:[→⊣]|[-–]+[>|])\s*")
_AND = re.compile(r"\s*(?:,|&|/|\band\b|,\s*and\b)\s*")


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
    match = STATUS.match(text, mention.end, limit)
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

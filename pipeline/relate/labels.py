"""Lists in a table cell: ``Presence: A, B Absence: C``, ``CD73+, CD34−``, and names that only the head explains."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.core.records import EntityType, Mention, RelationType
from pipeline.relate.atoms import BE
from pipeline.relate.columns import Column
from pipeline.relate.patterns import Lexicon, options
from pipeline.relate.sentences import Draft

#: how the columns are read whose names are acted on
EFFECTS = frozenset({"target", "pathway", "prose", "recipient"})
_CARRIES = RelationType.CARRIES
_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
#: a sign in brackets before the names that it is on: "(+) CD73, CD90; (−) CD34"
_SIGN_AHEAD = re.compile(r"(?:^|[;.,\n])\s*[(\[]\s*(?:(\++|⁺)|[-−–⁻])\s*[)\]]\s+(?=\w)", re.MULTILINE)
_STOP = re.compile(r"[.;]\s+|\n+")
_CD = re.compile(r"CD\d+\w?", re.IGNORECASE)
_LIST_ITEM = r"(?:[^,.;:()]{1,30}(?:,\s*and|,\s*or|,|/|\band|\bor|\bnor)\s+)"
_REACH = 200


@dataclass(frozen=True, slots=True)
class _Wordings:
    """What the words around a name in a list say of it, compiled from the data (``[[wording]]``)."""

    no: re.Pattern[str]  # ends right before the name
    no_list: re.Pattern[str]  # "no expression of A, B and C", ends right before one of them
    lacked: re.Pattern[str]  # begins right behind it
    denied: re.Pattern[str]
    lacked_together: re.Pattern[str]  # "A, B and C were negative", begins right behind one of them
    against: re.Pattern[str]  # "siRNA against KRAS", "anti-IL-6": no cargo
    said_of: re.Pattern[str]  # a word of state behind it is on the name before: "CD9 was positive, CD34 negative"
    showing: re.Pattern[str]  # a technique or "detected"
    as_markers: re.Pattern[str]  # "serve as markers"
    signed: re.Pattern[str]  # signs and words of state in brackets; group 1 where it says that the name is there


@cache
def _wordings(lists: tuple[frozenset[str], ...]) -> _Wordings:
    deny, state, shown, solely, reagents, aimed, showing, serving = map(options, lists)
    be = options(BE)
    denied = rf"\b{be}\s+(?:{state}\b|not\b)"
    item = r"(?:(?!\b(?:was|were|is|are|positive|but|whereas|while)\b)[^,.;:()/&]){1,30}?"
    flags = re.IGNORECASE
    return _Wordings(
        re.compile(
            rf"\b{deny}\s+(?:(?:of|for)\s+)?(?:(?:[\w-]+\s+){{0,2}}|(?:[^\s,.;:()]+\s+(?:and|or|nor)\s+){{1,2}})$",
            flags,
        ),
        re.compile(rf"\b{deny}\s+(?:the\s+)?(?:\w+\s+)?expression\s+of\s+{_LIST_ITEM}{{1,8}}$", flags),
        re.compile(
            r"\s*[−⁻]|[-‐‑–](?![\w>|])|\s+[-‐‑–](?!\s*[\w>|])|\s*[:=]\s*[-‐‑–](?!\w)"
            rf"|\s*[(\[]\s*(?:[-−–]|{state})\s*[)\]]|\s*[-–:=]\s*(?:{state}|not)\b"
            rf"|[^\S\n]+{state}\b(?!\s*[:：]|\s+for\b)|\s+{be}\s+(?:{shown}\s+)?(?:{state}|not)\b"
            rf"|\s+{shown}\s+{state}\b|\s(?:{be}\s)?{solely}\s(?:\w+\s)?in\s(?:the\s)?(?:\w+\s)?cells?\b",
            flags,
        ),
        re.compile(denied, flags),
        re.compile(rf"(?:\s*(?:,\s*and\b|,\s*or\b|,|/|&|\band\b|\bor\b)\s*{item}){{1,8}}\s+{denied}", flags),
        re.compile(rf"\b{reagents}\s+(?:\w+\s)?{aimed}\s+$|\b(?:anti|si|sh)[-‐‑–]\s?$", flags),
        re.compile(rf"\b(?:{be}|{shown})\s+(?:\w+\s+)?$", flags),
        re.compile(rf"\b{showing}\b", flags),
        re.compile(rf"\b{serving}\s(?:\w+-?\s){{0,4}}markers?\b", flags),
        re.compile(rf"[(\[]\s*(?:(\++|⁺|positive|present)|[-−–⁻]|{state})\s*[)\]]", flags),
    )


@dataclass(frozen=True, slots=True)
class Label:
    """A word that says what the names behind it are; ``strong`` where a colon follows it."""

    at: int  # offset where its names begin
    relation: RelationType
    polarity: str
    word: str
    strong: bool


class Labels:
    """Finds the labels of one document's table cells and reads the names under them."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        names = ("denying", "state", "shown", "solely", "reagents", "aimed", "showing", "serving")
        self._words = _wordings(tuple(lexicon.lists[f"wording.{name}"] for name in names))
        self._identity = lexicon.lists["identity.words"]
        self._labels: dict[str, dict[bool, tuple[RelationType, str]]] = {}  # by whether it tells an effect
        for label in lexicon.labels:
            sense = RelationType(label["relation"]), str(label["polarity"])
            for word in label["words"]:
                self._labels.setdefault(word, {})[sense[0] is RelationType.REGULATES] = sense
        alternatives = "|".join(re.escape(w) for w in sorted(self._labels, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(rf"(?<!\w)({alternatives})(?!\w)(\s*(?:\([^()]*\)\s*)?[:：])?", re.IGNORECASE)

    def find(self, start: int, end: int, column: Column, mentions: Sequence[Mention] = ()) -> list[Label]:
        """The labels of a cell: words with a colon anywhere, ``negative for`` and the like in a list of markers.

        A word without colon right behind one of the ``mentions`` is on that name alone (``A negative, B``).
        ``Upregulated: A`` tells an effect on A where the column is on targets and effects, and contents elsewhere.
        """
        found = []
        acts = column.how in EFFECTS
        for match in self._pattern.finditer(self.text, start, end):
            word = match.group(1).lower()
            senses = self._labels[word]
            if (sense := senses.get(acts) or (senses.get(False) if acts else None)) is None:
                continue
            relation, polarity = sense
            strong = match.group(2) is not None
            loose = relation is RelationType.EXPRESSES and (
                polarity == "absent" or word in ("positive", "positive for", "presence", "presence of")
            )
            told = column.id == "description" and word.endswith((" of", " for")) and relation is RelationType.EXPRESSES
            told = told or (
                column.id == "description"
                and self._opens(match.end(), mentions)
                and relation is _CARRIES
                and " " in word
            )
            loose = loose and not self._words.said_of.search(self.text, max(start, match.start() - 30), match.start())
            behind = any(
                self.text[m.end : match.start()].strip(" ([") == "" for m in mentions if m.end <= match.start()
            )
            loose = loose and (not behind or word.endswith((" of", " for")))
            if strong or told or (loose and column.how in ("markers", "absent")):
                found.append(Label(match.end(), relation, polarity, match.group(1), strong))
        if column.how in ("markers", "absent"):
            for match in _SIGN_AHEAD.finditer(self.text[start:end]):
                polarity = "present" if match.group(1) else "absent"
                found.append(Label(start + match.end(), RelationType.EXPRESSES, polarity, match.group().strip(), True))
        return sorted(found, key=lambda label: label.at)

    @staticmethod
    def _opens(at: int, mentions: Sequence[Mention]) -> bool:
        """Whether a molecule's name stands right behind a word."""
        return any(0 <= m.start - at <= 5 and m.type in (_MARKER, _MIRNA) for m in mentions)

    def shown(self, start: int, end: int, column: Column, mentions: Sequence[Mention]) -> frozenset[str]:
        """Ids of the molecules that a statement on features says were found: ``CD9 and CD63 detected by western blot``.

        It names no cell, and one of its proteins at least is one by which cells or vesicles are told. In a column of
        findings only what ``serves as marker`` is.
        """
        found: set[str] = set()
        if column.id != "description" and not column.comments:
            return frozenset()
        telling = self._words.showing if column.id == "description" else self._words.as_markers
        for first, last in itertools.pairwise([start, *(m.end() for m in _STOP.finditer(self.text, start, end)), end]):
            inside = [m for m in mentions if first <= m.start < last]
            known = any(_CD.fullmatch(m.surface) or m.surface.lower() in self._identity for m in inside)
            named = known and not any(m.type not in (_MARKER, _MIRNA) for m in inside)
            match = telling.search(self.text, first, last) if named else None
            if match is not None:
                aside = column.comments and column.id != "description"
                found |= {m.id for m in inside if m.type is _MARKER and (m.end <= match.start() or not aside)}
        return frozenset(found)

    def listed(
        self,
        mention: Mention,
        owners: Sequence[Mention],
        column: Column,
        labels: Sequence[Label],
        status: tuple[int, str],
        bounds: tuple[int, int],
    ) -> Iterator[Draft]:
        """What a name in the cell of these bounds means by the label before it, or else by the column's head."""
        for owner in owners:
            if owner.id == mention.id:
                continue
            if mention.type is _CELL:
                if column.how == "recipient":
                    yield _make(RelationType.ACTS_ON, owner, mention, "unspecified", "row:head", column.how)
            elif mention.type in (_MARKER, _MIRNA):
                read = self._read(mention, column, self.label(mention, labels), status, bounds)
                if read is not None:
                    yield _make(read[0], owner, mention, *read[1:])

    @staticmethod
    def effect(label: Label | None) -> tuple[int, str]:
        """The sign of a label that tells an effect, and its word; 0 for others."""
        if label is None or label.relation is not RelationType.REGULATES:
            return 0, ""
        return (1 if label.polarity == "activates" else -1), label.word

    def label(self, mention: Mention, labels: Sequence[Label]) -> Label | None:
        """The label that a name stands under."""
        label = next((x for x in reversed(labels) if x.at <= mention.start), None)
        if label is None or label.polarity == "present" or label.strong:
            return label
        ended = re.search(r"[;.]\s", self.text[label.at : mention.start])  # "negative for A; B" says nothing of B
        return None if ended else label

    def _read(
        self,
        mention: Mention,
        column: Column,
        label: Label | None,
        status: tuple[int, str],
        bounds: tuple[int, int],
    ) -> tuple[RelationType, str, str, str] | None:
        """Relation, polarity, rule and trigger of a listed molecule; None where nothing is said of it."""
        how = column.how
        if label is not None and label.relation is RelationType.REGULATES:
            return None
        rule, trigger = ("row:label", label.word) if label is not None else ("row:head", how)
        if label is not None:
            relation, polarity = label.relation, label.polarity
        elif how == "cargo":
            degree = {1: "enriched", -1: "depleted"}.get(column.sign, "present")
            relation, polarity = RelationType.CARRIES, degree
        elif how in ("markers", "absent"):
            relation, polarity = RelationType.EXPRESSES, "present" if how == "markers" else "absent"
        else:
            return None
        around = self.text[max(bounds[0], mention.start - 40) : mention.start]
        reach = min(bounds[1], mention.end + _REACH)
        words, wide = self._words, self.text[max(bounds[0], mention.start - _REACH) : mention.start]
        lacked = words.lacked.match(self.text, mention.end, bounds[1]) is not None
        lacked = lacked or bool(words.no.search(around) or words.no_list.search(wide))
        if not lacked and words.denied.search(self.text, mention.end, reach):
            lacked = words.lacked_together.match(self.text, mention.end, reach) is not None
        lacked = lacked or (relation is RelationType.EXPRESSES and self._signed_together(mention, bounds))
        if mention.type is _MIRNA and relation is RelationType.EXPRESSES:
            relation = RelationType.CARRIES
        if relation is RelationType.EXPRESSES:
            return relation, "absent" if lacked else polarity, rule, trigger
        if lacked or polarity == "absent" or words.against.search(around):
            return None  # what is not carried is not told, what cargo is aimed at is none
        if status[0] and polarity == "present":
            return relation, "enriched" if status[0] > 0 else "depleted", rule, status[1]
        return relation, polarity, rule, trigger

    def _signed_together(self, mention: Mention, bounds: tuple[int, int]) -> bool:
        """``CD44, CD73 (+); CD34, CD45 (−)``: in a cell of lists signed both ways a sign is on its list."""
        signs = list(self._words.signed.finditer(self.text, *bounds))
        if len({sign.group(1) is None for sign in signs}) < 2:
            return False
        behind = next((sign for sign in signs if sign.start() >= mention.end), None)
        if behind is None or behind.group(1) is not None:
            return False
        between = self.text[mention.end : behind.start()]
        return not between.startswith(("+", "⁺")) and re.search(r"[;:.\n]", between) is None


def _make(kind: RelationType, head: Mention, tail: Mention, polarity: str, rule: str, trigger: str) -> Draft:
    return Draft(kind, head, tail, polarity, rule, trigger, 0.85, False, False, 0)

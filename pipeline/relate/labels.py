"""Lists in a table cell: ``Presence: A, B Absence: C``, ``CD73+, CD34−``, and names that only the head explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.records import EntityType, Mention, RelationType
from pipeline.relate.columns import Column
from pipeline.relate.patterns import Lexicon
from pipeline.relate.sentences import Draft

#: how the columns are read whose names are acted on
EFFECTS = frozenset({"target", "pathway", "prose", "recipient"})
_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NO = re.compile(
    r"(?:\b(?:no|without|lack of|lacks?|lacked|lacking|devoid of|free of|neither|nor)\s+(?:[\w-]+\s+){0,2}"
    r"|\b(?:no|without|lacks?|lacked|lacking|but\s+not)\s+(?:of\s+|for\s+)?(?:[^\s,.;:()]+\s+(?:and|or|nor)\s+){0,2})$",
    re.IGNORECASE,
)
_LACKED = re.compile(
    r"\s*[−⁻]|[-‐‑–](?![\w>|])|\s+[-‐‑–](?!\s*[\w>|])|\s*[:=]\s*[-‐‑–](?!\w)"
    r"|\s*[(\[]\s*(?:[-−–]|absent|negative|not\s+(?:detected|expressed|present)|undetectable)\s*[)\]]"
    r"|\s*[-–:=]\s*(?:absent|negative|not\b|undetectable)|\s+(?:negative|absent|undetected|undetectable)\b"
    r"|\s+(?:was|were|is|are)\s+(?:absent|negative|not\b|undetectable)"
    r"|\s(?:(?:was|were|is|are)\s)?(?:only|exclusively|solely)\s(?:\w+\s)?in\s(?:the\s)?(?:\w+\s)?cells?\b",
    re.IGNORECASE,
)
#: what stands between the two makes no cargo of the name: "siRNA against KRAS", "anti-IL-6"
_AGAINST = re.compile(
    r"\b(?:(?:si|sh|anti)[-‐‑–]?RNAs?|antisense|antibod\w+|inhibitors?|antagonists?|Cas9)\s+(?:\w+\s)?"
    r"(?:against|targeting|for|of|to)\s+$|\b(?:anti|si|sh)[-‐‑–]\s?$",
    re.IGNORECASE,
)
#: "no expression of A, B and C": what stands between the denial and a name
_NO_LIST = re.compile(
    r"\b(?:no|lack\s+of|absence\s+of|lacking|without|not\s+express(?:ing)?|did\s+not\s+express|do\s+not\s+express)"
    r"\s+(?:the\s+)?(?:(?:detectable\s+)?expression\s+of\s+)(?:[^,.;:()]{1,30}(?:,\s*and|,\s*or|,|/|\band|\bor|\bnor)\s+){1,8}$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:was|were|is|are)\s+(?:absent|negative|not\b|undetectable)", re.IGNORECASE)
#: "A, B and C were negative": the names between the first and the verb
_LACKED_TOGETHER = re.compile(
    r"(?:\s*(?:,\s*and\b|,\s*or\b|,|/|&|\band\b|\bor\b)\s*"
    r"(?:(?!\b(?:was|were|is|are|positive|but|whereas|while)\b)[^,.;:()/&]){1,30}?){1,8}\s+" + _DENIED.pattern,
    re.IGNORECASE,
)
#: a word of state behind its name is no label of the names behind it: "CD9 was positive, CD34 negative"
_SAID_OF = re.compile(r"\b(?:was|were|is|are|stained|tested)\s+(?:\w+\s+)?$", re.IGNORECASE)
_REACH = 200


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
        self._labels: dict[str, dict[bool, tuple[RelationType, str]]] = {}  # by whether it tells an effect
        for label in lexicon.labels:
            sense = RelationType(label["relation"]), str(label["polarity"])
            for word in label["words"]:
                self._labels.setdefault(word, {})[sense[0] is RelationType.REGULATES] = sense
        alternatives = "|".join(re.escape(w) for w in sorted(self._labels, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(rf"(?<!\w)({alternatives})(?!\w)(\s*(?:\([^()]*\)\s*)?[:：])?", re.IGNORECASE)

    def find(self, start: int, end: int, column: Column) -> list[Label]:
        """The labels of a cell: words with a colon anywhere, ``negative for`` and the like in a list of markers.

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
            loose = loose and not _SAID_OF.search(self.text, max(start, match.start() - 30), match.start())
            if strong or told or (loose and column.how in ("markers", "absent")):
                found.append(Label(match.end(), relation, polarity, match.group(1), strong))
        return found

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
        lacked = _LACKED.match(self.text, mention.end, bounds[1]) or _NO.search(around)
        lacked = lacked or _NO_LIST.search(self.text[max(bounds[0], mention.start - _REACH) : mention.start])
        if not lacked and _DENIED.search(self.text, mention.end, reach):
            lacked = _LACKED_TOGETHER.match(self.text, mention.end, reach)
        if mention.type is _MIRNA and relation is RelationType.EXPRESSES:
            relation = RelationType.CARRIES
        if relation is RelationType.EXPRESSES:
            return relation, "absent" if lacked else polarity, rule, trigger
        if lacked or polarity == "absent" or _AGAINST.search(around):
            return None  # what is not carried is not told, what cargo is aimed at is none
        if status[0] and polarity == "present":
            return relation, "enriched" if status[0] > 0 else "depleted", rule, status[1]
        return relation, polarity, rule, trigger


def _make(kind: RelationType, head: Mention, tail: Mention, polarity: str, rule: str, trigger: str) -> Draft:
    return Draft(kind, head, tail, polarity, rule, trigger, 0.85, False, False, 0)

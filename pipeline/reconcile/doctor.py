"""The gold doctor: what is certainly wrong in a gold set, and what looks suspicious.

Certain: a file or row that cannot be read, a surface that does not fit its text, blanks or punctuation at a span's
edge, crossing spans, duplicates, a missing or surplus polarity, a malformed identifier, a ``MEMBER_OF`` that nesting
asks for and that is not there, an annotation file without a row, the same marked text in two sets.

Suspicious: the same words with another type or identifier, an identifier that the lexicon does not have, words that are
gold elsewhere and unmarked here (before the reference list), a span that begins or ends within a word, a text in which
nothing is marked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import GoldError
from pipeline.core.records import POLARITIES, EntityType, RelationType
from pipeline.reconcile.gold import GoldDocument, GoldIndex, load, strays
from pipeline.reconcile.marks import Entity, Marks
from pipeline.reconcile.texts import gather

#: identifier patterns by type of entity (annotation guidelines, "Normalisation")
IDENTIFIERS: dict[EntityType, str] = {
    EntityType.CELL_TYPE: r"CL:\d{7}|CVCL:[A-Z0-9]{4}",
    EntityType.MARKER: r"HGNC:\d+|FPLX:\w+",
    EntityType.MIRNA: r"mirna:[a-z0-9][\w.~*-]*",
    EntityType.PATHWAY: r"R-HSA-\d+|GO:\d{7}|WP\d+|pathway:[\w.-]+(/[\w.-]+)*",
}
#: a heading after which nothing is annotated
_REFERENCES = re.compile(r"^\W*(?:references|bibliography|literature cited)\W*$", re.IGNORECASE | re.MULTILINE)
_EDGE = ".,;:!?()[]{}\"'“”‘’/\\|-–—"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that the doctor found."""

    certain: bool
    document: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{'ERROR' if self.certain else 'note '} {self.document}: {self.kind}: {self.message}"


def examine(
    index: GoldIndex, texts: Mapping[str, str] | None = None, known: Container[str] | None = None
) -> list[Finding]:
    """All findings on the documents of an index, errors first.

    Parameters
    ----------
    texts
        SHA-256 -> text, for those documents whose text is at hand; likely omissions are looked for in these.
    known
        Identifiers of the lexicon.
    """
    findings: list[Finding] = []
    for gold in index:
        label = f"{gold.set}/{gold.name}"
        text = (texts or {}).get(gold.sha256)
        marks = gold.marks
        if not marks.entities:
            said = "nothing is marked in it: whatever is found there counts as wrong, if it is still to be annotated"
            findings.append(Finding(False, label, "no marks", said))
        if text is not None:
            try:
                marks = gold.bound(text)
            except GoldError as error:
                findings.append(Finding(True, label, "text", str(error)))
                text = None
        for entity in marks.entities:
            findings += _entity(label, entity, text)
        findings += _crossing(label, marks)
        findings += _links(label, marks)
        if known is not None:
            findings += [
                Finding(False, label, "unknown identifier", f"{e.concept} of {e.text!r} is not in the lexicon")
                for e in marks.entities
                if e.concept and not e.concept.startswith("pathway:") and e.concept not in known
            ]
    findings += _inconsistent(index)
    findings += _omissions(index, texts or {})
    findings += _leakage(index)
    return sorted(set(findings), key=lambda f: (not f.certain, f.document, f.kind, f.message))


def check(
    manifest: Path, texts: Iterable[Path] = (), known: Container[str] | None = None
) -> tuple[list[Finding], bool]:
    """Examine a gold set; `vesiweb gold check`.

    Parameters
    ----------
    texts
        Files or folders with texts of the gold (``.txt``; ``.jsonl`` and ``.jsonl.gz`` with a ``text`` a line).

    Returns
    -------
    findings, sound
        ``sound`` is False where something is certainly wrong: the command then exits with a code other than 0.

    Examples
    --------
    >>> from pipeline.reconcile.gold import MANIFEST
    >>> check(MANIFEST)[1]
    True
    """
    try:
        index = load(manifest)
        findings = [
            Finding(True, f"{path.parent.name}/{path.stem}", "no row", f"{path.name} has no row in {manifest.name}")
            for path in strays(manifest)
        ]
    except GoldError as error:
        return [Finding(True, error.where or str(manifest), "unreadable", str(error))], False
    findings += examine(index, gather(texts), known)
    return findings, not any(finding.certain for finding in findings)


def _entity(label: str, entity: Entity, text: str | None) -> Iterator[Finding]:
    what = f"{entity.key} {entity.text!r}"
    words = entity.text if text is None else text[entity.start : entity.end]
    if words != words.strip():
        yield Finding(True, label, "edge", f"{what} begins or ends with a blank")
    elif entity.text[0] in _EDGE or (entity.text[-1] in _EDGE and not entity.text.endswith(")")):
        yield Finding(True, label, "edge", f"{what} begins or ends with punctuation")
    if entity.concept and not re.fullmatch(IDENTIFIERS[entity.type], entity.concept):
        yield Finding(
            True, label, "identifier", f"{entity.concept!r} of {what} is no identifier of {entity.type.value}"
        )
    if text is not None:
        before, after = text[max(0, entity.start - 1) : entity.start], text[entity.end : entity.end + 1]
        if (before.isalnum() and entity.text[0].isalnum()) or (after.isalnum() and entity.text[-1].isalnum()):
            yield Finding(False, label, "within a word", f"{what} is a part of {_word(text, entity)!r}")


def _word(text: str, entity: Entity) -> str:
    low, high = entity.start, entity.end
    while low and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    return text[low:high][:60]


def _crossing(label: str, marks: Marks) -> Iterator[Finding]:
    ordered = sorted(marks.entities, key=lambda e: (e.start, -e.end))
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.start >= one.end:
                break
            if other.end > one.end and len(one.fragments) == len(other.fragments) == 1:
                yield Finding(True, label, "crossing", f"{one.key} {one.text!r} and {other.key} {other.text!r}")
    places = Counter((e.type, e.fragments) for e in marks.entities)
    for (kind, fragments), times in places.items():
        if times > 1:
            yield Finding(True, label, "duplicate", f"{kind.value} at {fragments[0].start} is there {times} times")


def _links(label: str, marks: Marks) -> Iterator[Finding]:
    entities = marks.by_key()
    seen = Counter((k.type, k.head, k.tail, k.polarity) for k in marks.links)
    for (kind, head, tail, _), times in seen.items():
        if times > 1:
            yield Finding(True, label, "duplicate", f"{kind.value} of {head} and {tail} is there {times} times")
    for link in marks.links:
        if link.polarity not in POLARITIES[link.type]:
            yield Finding(True, label, "polarity", f"{link.type.value} {link.key} has the polarity {link.polarity!r}")
        if link.head == link.tail:
            yield Finding(True, label, "arguments", f"{link.type.value} {link.key} joins {link.head} with itself")
    made = {(k.head, k.tail) for k in marks.links if k.type is RelationType.MEMBER_OF}
    for pathway in (e for e in marks.entities if e.type is EntityType.PATHWAY):
        inside = {
            e.key
            for e in marks.entities
            if e.type in (EntityType.MARKER, EntityType.MIRNA) and pathway.start <= e.start and e.end <= pathway.end
        }
        for key in sorted(inside - {head for head, tail in made if tail == pathway.key}):
            yield Finding(
                True, label, "MEMBER_OF", f"{entities[key].text!r} lies in {pathway.text!r} and has no MEMBER_OF"
            )
    for head, tail in sorted(made):
        one, whole = entities[head], entities[tail]
        if not (whole.start <= one.start and one.end <= whole.end):
            yield Finding(True, label, "MEMBER_OF", f"{one.text!r} does not lie in {whole.text!r}")


def surface_key(words: str) -> str:
    """Normal form by which equal names are compared: case folded, blanks one, a plural ``s`` dropped.

    Examples
    --------
    >>> surface_key("Stem  Cells")
    'stem cell'
    """
    folded = " ".join(words.casefold().split())
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded


def _inconsistent(index: GoldIndex) -> Iterator[Finding]:
    types: dict[str, Counter[str]] = defaultdict(Counter)
    concepts: dict[tuple[str, EntityType], Counter[str]] = defaultdict(Counter)
    where: dict[tuple[str, str], str] = {}
    for gold in index:
        for entity in gold.marks.entities:
            key = surface_key(entity.text)
            types[key][entity.type.value] += 1
            concepts[key, entity.type][entity.concept or "-"] += 1
            for label in (entity.type.value, entity.concept or "-"):
                where.setdefault((key, label), f"{gold.set}/{gold.name}")
    for key, counts in types.items():
        # a name that stands for its pathway is both, by the guidelines
        if len(counts) > 1 and set(counts) != {"MARKER", "PATHWAY"}:
            yield Finding(False, "all", "two types", f"{key!r}: {_told(key, counts, where)}")
    for (key, _), counts in concepts.items():
        if len(counts) > 1:
            yield Finding(False, "all", "two identifiers", f"{key!r}: {_told(key, counts, where)}")


def _told(key: str, counts: Counter[str], where: Mapping[tuple[str, str], str]) -> str:
    return ", ".join(f"{label} {times} times (first in {where[key, label]})" for label, times in counts.most_common())


def _omissions(index: GoldIndex, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Words that are gold somewhere and stand unmarked in a text at hand, outside every mark."""
    names = sorted(
        {e.text for gold in index for e in gold.marks.entities if len(e.text) > 2}, key=lambda n: (-len(n), n)
    )
    if not names or not texts:
        return
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w])")
    for gold in index:
        text = texts.get(gold.sha256)
        if text is None:
            continue
        end = _REFERENCES.search(text)
        covered = bytearray(len(text) + 1)
        for entity in gold.marks.entities:
            covered[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
        for match in pattern.finditer(text, 0, end.start() if end else len(text)):
            if not any(covered[match.start() : match.end()]):
                yield Finding(
                    False,
                    f"{gold.set}/{gold.name}",
                    "likely omission",
                    f"{match[0]!r} at {match.start()} is gold elsewhere and unmarked here",
                )


def _leakage(index: GoldIndex) -> Iterator[Finding]:
    """Texts that carry the same marks in the same order in two sets or splits are likely one text twice."""
    seen: dict[tuple[str, ...], GoldDocument] = {}
    for gold in index:
        print_ = tuple(entity.text for entity in gold.marks.entities)
        if len(print_) < 5:
            continue
        first = seen.setdefault(print_, gold)
        if (first.set, first.split) != (gold.set, gold.split):
            yield Finding(
                True,
                f"{gold.set}/{gold.name}",
                "leakage",
                f"the marked names are those of {first.set}/{first.name} in {first.split}, one by one",
            )


def summary(findings: Sequence[Finding]) -> str:
    """One line that counts the findings.

    Examples
    --------
    >>> summary([])
    'gold is sound: nothing wrong, nothing suspicious'
    """
    wrong = sum(finding.certain for finding in findings)
    rest = len(findings) - wrong
    if not findings:
        return "gold is sound: nothing wrong, nothing suspicious"
    return f"{wrong} certainly wrong, {rest} suspicious"

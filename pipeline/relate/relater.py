"""The door of the stage: reads the relations of one annotated document, passage by passage."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import RelateError
from pipeline.core.records import (
    ARGUMENTS,
    POLARITIES,
    UNMINED,
    Annotation,
    Document,
    Mention,
    Passage,
    PassageKind,
    Relation,
    Sentence,
    Span,
)
from pipeline.core.settings import ROOT, RelateSettings
from pipeline.relate.anaphora import Antecedents, vesicle_names
from pipeline.relate.atoms import Row, split
from pipeline.relate.columns import Finder
from pipeline.relate.drafts import Draft
from pipeline.relate.evidence import Citations
from pipeline.relate.frames import Parse
from pipeline.relate.lists import Lists, clear
from pipeline.relate.nesting import from_nesting
from pipeline.relate.patterns import Lexicon, load_patterns
from pipeline.relate.rows import RowReader
from pipeline.relate.sentences import ACTIONS, read
from pipeline.relate.subjects import Reader

#: where the pattern files stand
PATTERNS = ROOT / "models" / "patterns"

_SILENT = frozenset({PassageKind.KEYWORDS, PassageKind.REFERENCE, PassageKind.TABLE_HEAD, PassageKind.ABBREVIATION})
_log = logging.getLogger("vesiweb")


class Relater:
    """Finds the relations of the annotation guidelines in annotated documents.

    Attributes
    ----------
    digest
        SHA-256 over the pattern files; a change of a rule changes it.
    dropped
        Candidate pairs of the last document that were not considered, for a sentence had more than the settings allow.

    Examples
    --------
    >>> from pipeline.core.records import Annotation, Document, EntityType, PassageKind, Section
    >>> text = "MSC-Exos carry miR-21."
    >>> document = Document("d0", "a.txt", "txt", "0" * 64, text,
    ...                     passages=(Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(text)),))
    >>> mentions = (Mention("d0", EntityType.CELL_TYPE, 0, 3, "MSC"), Mention("d0", EntityType.MIRNA, 15, 21, "miR-21"))
    >>> annotation = Annotation("d0", (Sentence(0, 0, 0, len(text)),), mentions=mentions)
    >>> [(r.type.value, r.polarity) for r in Relater.load(RelateSettings()).relate(document, annotation)]
    [('CARRIES', 'present')]
    """

    def __init__(self, settings: RelateSettings, lexicon: Lexicon) -> None:
        self.settings = settings
        self.lexicon = lexicon
        self.digest = lexicon.digest
        self.dropped = 0
        self._long: list[tuple[int, int]] = []  # sentences that had too many mentions: where, and how many

    @classmethod
    def load(cls, settings: RelateSettings, patterns: Path = PATTERNS) -> Relater:
        """A relater with the pattern files of a folder.

        Raises
        ------
        PatternError
            A pattern file is missing or malformed.
        """
        return cls(settings, load_patterns(patterns))

    def relate(self, document: Document, annotation: Annotation) -> tuple[Relation, ...]:
        """Relations of one document, sorted by place, each id once.

        Raises
        ------
        RelateError
            The annotation is of another document, or a mention lies outside its text.
        """
        self._check(document, annotation)
        self.dropped, self._long = 0, []
        mentions = sorted(annotation.mentions, key=lambda m: (m.start, -m.end, m.type.value))
        starts = [m.start for m in mentions]

        def within(start: int, end: int) -> list[Mention]:
            return [m for m in mentions[bisect_left(starts, start) : bisect_left(starts, end)] if m.end <= end]

        mined = [p for p in document.passages if p.section not in UNMINED] or []
        found: list[Relation] = []
        lexicon = self.lexicon.with_vesicles(vesicle_names(document, annotation, self.lexicon))
        citations = Citations(document.citations)
        rows, lists = RowReader(document, within, lexicon), Lists(document.text, within, lexicon)
        parse = Parse(annotation.tokens if self.settings.use_parse else ())
        by_passage: dict[int, list[Sentence]] = {}
        for sentence in annotation.sentences:
            by_passage.setdefault(sentence.passage, []).append(sentence)
        for passage in mined:
            spans = [s.span for s in by_passage.get(passage.index, [])]
            named = from_nesting(document.text, within(passage.start, passage.end))
            found += [_cited(r, document.text, passage, spans, citations) for r in named]
            if passage.kind is PassageKind.TABLE_ROW:
                cited = citations.of_row(passage)
                for draft in rows.read(passage):
                    found.append(_relation(document, draft, passage.span, cited, bool(cited)))
            elif passage.kind not in _SILENT:
                inside = by_passage.get(passage.index, [])
                found += self._passage(document, passage, inside, within, lists, citations, parse)
        if self._long:
            (where, many), limit = self._long[0], self.settings.max_pairs_per_sentence
            _log.warning(
                "%s: %d sentences have too many mentions, the first (at %d) %d; %d pairs beyond"
                " relate.max_pairs_per_sentence=%d are not considered",
                document.source, len(self._long), where, many, self.dropped, limit,
            )  # fmt: skip
        return _sorted(found)

    def _passage(
        self,
        document: Document,
        passage: Passage,
        sentences: Sequence[Sentence],
        within: Finder,
        lists: Lists,
        citations: Citations,
        parse: Parse,
    ) -> list[Relation]:
        """Relations of a passage's sentences, in order, with what they refer back to, and of its lists."""
        found = []
        lexicon = lists.lexicon
        listed, regions = lists.markers(passage)
        told: list[Draft] = []
        memory = Antecedents()
        whole = [s.span for s in sorted(sentences, key=lambda s: s.start)] or [passage.span]
        for span in (part for sentence in whole for part in parted(document.text, sentence, lexicon)):
            row = split(document.text, span.start, span.end, within(span.start, span.end), lexicon)
            row = self._capped(document, row, span, lexicon)
            reader = Reader(row, lexicon, memory.resolve, acting=memory.acting, sources=memory.sources)
            told += (drafts := clear(read(reader, parse.frames(reader)), regions))
            for draft in drafts:
                places = (draft.head, draft.tail) if not draft.cross else (draft.tail, draft.tail)
                first, last = min(m.start for m in places), max(m.end for m in places)
                cited = citations.of_clause(document.text, span, first, last)
                evidence = Span(min(span.start, draft.head.start), span.end) if draft.cross else span
                found.append(
                    _relation(document, draft, evidence, cited, citations.reported(document.text, span, cited))
                )
            memory.note(row, reader.phrases)
            memory.act([*(d.head for d in drafts if d.type in ACTIONS), *reader.acted()])
        for draft in (*listed, *lists.pathways(passage, told)):
            cited = citations.within(passage.start, passage.end)
            found.append(_relation(document, draft, passage.span, cited))
        return found

    def _capped(self, document: Document, row: Row, span: Span, lexicon: Lexicon) -> Row:
        """The row with its first mentions only, where all of them would make too many pairs; the loss is counted."""
        count = len(row.mentions)
        allowed = count
        while allowed > 1 and allowed * (allowed - 1) > self.settings.max_pairs_per_sentence:
            allowed -= 1
        if allowed == count:
            return row
        self.dropped += count * (count - 1) - allowed * (allowed - 1)
        self._long.append((span.start, count))
        return split(document.text, span.start, span.end, row.mentions[:allowed], lexicon)

    @staticmethod
    def _check(document: Document, annotation: Annotation) -> None:
        if annotation.document != document.id:
            raise RelateError(
                f"the annotation is of document {annotation.document}, not of {document.id}",
                where=document.source,
                remedy="pass the annotation that was made from this document",
            )
        for mention in annotation.mentions:
            if not 0 <= mention.start < mention.end <= len(document.text):
                raise RelateError(
                    f"the mention [{mention.start}, {mention.end}) lies outside a text of {len(document.text)}",
                    where=document.source,
                    remedy="annotate the document again",
                )


_STOP = re.compile(r"[\w)\]%](?<!\bal)\.\s+(?=(?P<word>[A-Z]\w*))")


def parted(text: str, span: Span, lexicon: Lexicon) -> Iterator[Span]:
    """A sentence cut where a full stop stands before a word that opens sentences (``… under H/R. Furthermore, …``).

    Examples
    --------
    >>> [s.start for s in parted("It fell in I/R. Moreover, it rose.", Span(0, 34), load_patterns(PATTERNS))]
    [0, 16]
    """
    start = span.start
    for match in _STOP.finditer(text, start, span.end):
        if lexicon.has("grammar.opens_sentence", match["word"].lower()):
            yield Span(start, match.end())
            start = match.end()
    yield Span(start, span.end)


def _cited(
    relation: Relation, text: str, passage: Passage, sentences: Sequence[Span], citations: Citations
) -> Relation:
    """A relation that a name says, with the entries of the clause or row that the name stands in."""
    start, end = relation.evidence_start, relation.evidence_end
    if passage.kind is PassageKind.TABLE_ROW:
        return replace(relation, cited=citations.within(passage.start, passage.end))
    sentence = next((s for s in sentences if s.start <= start and end <= s.end), None)
    if sentence is None or passage.kind in _SILENT:
        return relation
    return replace(relation, cited=citations.of_clause(text, sentence, start, end))


def _relation(
    document: Document, draft: Draft, evidence: Span, cited: tuple[int, ...], primary: bool = False
) -> Relation:
    return Relation(
        document.id,
        draft.type,
        draft.head.id,
        draft.tail.id,
        draft.polarity,
        draft.speculative,
        draft.cross,
        evidence.start,
        evidence.end,
        cited,
        draft.rule,
        draft.trigger,
        round(draft.confidence * (0.8 if draft.cross else 1.0), 4),
        primary,
    )


def _sorted(found: Sequence[Relation]) -> tuple[Relation, ...]:
    """Legal relations, one an id (the surest), by place."""
    chosen: dict[tuple[str, str, str], Relation] = {}
    for relation in found:
        types = relation.head.rsplit(":", 1)[1], relation.tail.rsplit(":", 1)[1]
        heads, tails = ARGUMENTS[relation.type]
        if types[0] not in heads or types[1] not in tails or relation.polarity not in POLARITIES[relation.type]:
            continue
        key = (relation.type.value, relation.head, relation.tail)
        if key not in chosen or relation.confidence > chosen[key].confidence:
            chosen[key] = relation

    def place(relation: Relation) -> tuple[int, int, str, str]:
        head = int(relation.head.split(":")[1].split("-")[0])
        return relation.evidence_start, head, relation.id, relation.head

    return tuple(sorted(chosen.values(), key=place))

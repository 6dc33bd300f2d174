"""Readings of invented texts: marked-up sentences become documents, mentions and relations."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.records import (
    Annotation,
    Cell,
    Citation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Reference,
    Relation,
    RelationType,
    Section,
    Sentence,
    Span,
    document_id,
)

C, M, R, P = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
#: surface -> type, concept, name
KNOWN: dict[str, tuple[EntityType, str | None, str]] = {
    "MSC": (C, "CL:0000134", "mesenchymal stem cell"),
    "mesenchymal stem cells": (C, "CL:0000134", "mesenchymal stem cell"),
    "hESC": (C, "CL:0002322", "embryonic stem cell"),
    "iPSC": (C, "CL:0002248", "pluripotent stem cell"),
    "iPSC-derived MSC": (C, "CL:0000134", "mesenchymal stem cell"),
    "fibroblasts": (C, "CL:0000057", "fibroblast"),
    "keratinocytes": (C, "CL:0000312", "keratinocyte"),
    "tenocyte-like cells": (C, None, ""),
    "CD9": (M, "HGNC:1709", "CD9"),
    "CD63": (M, "HGNC:1692", "CD63"),
    "calnexin": (M, "HGNC:1473", "CANX"),
    "PTEN": (M, "HGNC:9588", "PTEN"),
    "VEGF": (M, "HGNC:12680", "VEGFA"),
    "AKT": (M, "FPLX:AKT", "AKT"),
    "Nrf2": (M, "HGNC:7782", "NFE2L2"),
    "miR-21": (R, "mirna:mir-21", "miR-21"),
    "miR-126": (R, "mirna:mir-126", "miR-126"),
    "let-7b": (R, "mirna:let-7b", "let-7b"),
    "Nrf2 pathway": (P, "pathway:NFE2L2", "Nrf2 pathway"),
    "PTEN/AKT pathway": (P, "pathway:PTEN/AKT", "PTEN/AKT pathway"),
}


@dataclass
class Said:
    """One sentence, marked up, and what it says: (type, head surface, tail surface, polarity, extras)."""

    text: str
    relations: Sequence[tuple[object, ...]] = ()


@dataclass
class Part:
    """A passage: its sentences, or the cells of a table row."""

    sentences: Sequence[Said | str]
    section: Section = Section.BODY
    kind: PassageKind = PassageKind.PARAGRAPH
    heading: tuple[str, ...] = ()
    table: str = ""
    row: int = -1
    heads: Sequence[str] = ()


@dataclass
class _Builder:
    document: str
    text: str = ""
    passages: list[Passage] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def say(self, said: Said | str, passage: int) -> None:
        said = Said(said) if isinstance(said, str) else said
        start, open_spans, here = len(self.text), [], []
        for piece in re.split(r"([\[\]])", said.text):
            if piece == "[":
                open_spans.append(len(self.text))
            elif piece == "]":
                begin = open_spans.pop()
                surface = self.text[begin:]
                type_, concept, name = KNOWN[surface]
                here.append(
                    Mention(
                        self.document,
                        type_,
                        begin,
                        len(self.text),
                        surface,
                        concept,
                        name,
                        "exact",
                        1.0,
                        ("lexicon",),
                        passage=passage,
                        sentence=len(self.sentences),
                    )
                )
            else:
                self.text += piece
        for mark in re.finditer(r"\((\d+)\)", self.text[start:]):
            self.citations.append(Citation(start + mark.start(), start + mark.end(), (int(mark[1]),)))
        self.sentences.append(Sentence(len(self.sentences), passage, start, len(self.text)))
        self.mentions += sorted(here, key=lambda mention: (mention.start, -mention.end))
        cited = tuple(n for c in self.citations if c.start >= start for n in c.numbers)
        for type_, head, tail, polarity, *extras in said.relations:
            found = {mention.surface: mention for mention in self.mentions}
            options: dict[str, object] = {"confidence": 0.8, "rule": "invented", "primary": True}
            options.update(extras[0] if extras else {})
            self.relations.append(
                Relation(
                    self.document,
                    RelationType(str(type_)),
                    found[str(head)].id,
                    found[str(tail)].id,
                    polarity,
                    evidence_start=start,
                    evidence_end=len(self.text),
                    cited=cited,
                    **options,
                )
            )


def reading(
    name: str, parts: Sequence[Part], references: Sequence[Reference] = (), title: str = "", year: int | None = None
) -> Reading:
    """A reading of an invented text."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    build = _Builder(document_id(sha256))
    above: Cell | None = None
    for index, part in enumerate(parts):
        start, cells = len(build.text), []
        for number, sentence in enumerate(part.sentences):
            if number:
                build.text += "\t" if part.kind is PassageKind.TABLE_ROW else " "
            begin = len(build.text)
            build.say(sentence, index)
            head = part.heads[number] if number < len(part.heads) else ""
            cell = Cell(number, Span(begin, len(build.text)), head)
            if number == 0 and begin == len(build.text) and above is not None:
                cell = Cell(0, above.span, head, inherited=True)
            elif number == 0:
                above = cell
            cells.append(cell)
        build.passages.append(
            Passage(
                index,
                part.section,
                part.kind,
                start,
                len(build.text),
                part.heading,
                table=part.table,
                row=part.row,
                cells=tuple(cells) if part.kind is PassageKind.TABLE_ROW else (),
            )
        )
        build.text += "\n"
    document = Document(
        build.document,
        f"texts/{name}.txt",
        "txt",
        sha256,
        build.text,
        title=title or name,
        year=year,
        passages=tuple(build.passages),
        references=tuple(references),
        citations=tuple(build.citations),
    )
    mentions = tuple(sorted(build.mentions, key=lambda m: (m.start, -m.end)))
    return Reading(
        document, Annotation(build.document, tuple(build.sentences), (), (), mentions), tuple(build.relations)
    )


REFERENCES = (
    Reference(
        1,
        "A. Invented. A first study. J Tales 2011.",
        ("A. Invented",),
        "A first study",
        "J Tales",
        2011,
        doi="10.9999/first",
    ),
    Reference(
        2,
        "B. Made-Up. A second study. J Tales 2014.",
        ("B. Made-Up",),
        "A second study",
        "J Tales",
        2014,
        pmid="999999902",
    ),
)


def invented() -> list[Reading]:
    """Two short invented reviews that agree, disagree and leave things out."""
    first = reading(
        "first",
        [
            Part(["A made-up review of vesicles"], Section.TITLE, PassageKind.HEADING),
            Part(
                [
                    Said("Vesicles of [MSC] are rich in [miR-21] (1).", [("CARRIES", "MSC", "miR-21", "enriched")]),
                    Said("There [miR-21] silences [PTEN] (1).", [("TARGETS", "miR-21", "PTEN", "inhibits")]),
                    Said(
                        "They may act through the [[PTEN]/[AKT] pathway] (2).",
                        [
                            (
                                "MODULATES",
                                "MSC",
                                "PTEN/AKT pathway",
                                "unspecified",
                                {"speculative": True, "cross_sentence": True},
                            ),
                            ("MEMBER_OF", "PTEN", "PTEN/AKT pathway", None),
                            ("MEMBER_OF", "AKT", "PTEN/AKT pathway", None),
                        ],
                    ),
                    "Nothing at all is named in this sentence.",
                ],
                heading=("1. Cargo",),
            ),
            Part(
                [
                    Said(
                        "The [[iPSC]-derived [MSC]] helped [fibroblasts] to move.",
                        [
                            ("DERIVED_FROM", "iPSC-derived MSC", "iPSC", None),
                            ("ACTS_ON", "iPSC-derived MSC", "fibroblasts", "promotes"),
                        ],
                    )
                ],
                heading=("2. Skin",),
            ),
            Part(
                [
                    Said("[hESC]"),
                    Said(
                        "[CD9], [CD63]",
                        [("EXPRESSES", "hESC", "CD9", "present"), ("EXPRESSES", "hESC", "CD63", "present")],
                    ),
                    "wound",
                ],
                Section.TABLE,
                PassageKind.TABLE_ROW,
                table="Table 1",
                row=0,
                heads=("Source", "Found", "Model"),
            ),
            Part(
                ["", Said("[calnexin]", [("EXPRESSES", "hESC", "calnexin", "absent")]), "burn"],
                Section.TABLE,
                PassageKind.TABLE_ROW,
                table="Table 1",
                row=1,
                heads=("Source", "Found", "Model"),
            ),
            Part(["1. A. Invented. A first study. J Tales 2011."], Section.REFERENCES, PassageKind.REFERENCE),
        ],
        REFERENCES,
        "A made-up review of vesicles",
        2019,
    )
    second = reading(
        "second",
        [
            Part(["Notes & tales of <vesicles>"], Section.TITLE, PassageKind.HEADING),
            Part(
                [
                    Said(
                        "\U0001f9ec Vesicles of [mesenchymal stem cells] held [miR-21] (1) and [let-7b].",
                        [
                            ("CARRIES", "mesenchymal stem cells", "miR-21", "present"),
                            ("CARRIES", "mesenchymal stem cells", "let-7b", "present"),
                        ],
                    ),
                    Said("One group found [miR-21] to raise [PTEN] (2).", [("TARGETS", "miR-21", "PTEN", "activates")]),
                    Said(
                        "In [keratinocytes] the [[Nrf2] pathway] was switched on by [MSC] vesicles.",
                        [
                            ("MODULATES", "MSC", "Nrf2 pathway", "activates"),
                            ("MEMBER_OF", "Nrf2", "Nrf2 pathway", None),
                        ],
                    ),
                    Said(
                        "[tenocyte-like cells] raised [VEGF].",
                        [("REGULATES", "tenocyte-like cells", "VEGF", "activates")],
                    ),
                ],
                Section.ABSTRACT,
            ),
        ],
        REFERENCES,
        "Notes & tales of <vesicles>",
        2021,
    )
    return [first, second]


def hostile(name: str) -> Reading:
    """A text on a cell that bears a hostile name, with a hostile title, source and study."""
    KNOWN["hostile"] = (C, None, name)
    said = Said("[hostile] raised [CD9] (1).", [("REGULATES", "hostile", "CD9", "activates")])
    text = reading("hostile", [Part([said])], [Reference(1, name, title=name, doi=name[:200])], title=name)
    hit = text.annotation.mentions[0]
    longer = len(name) - len("hostile")
    moved = {}
    for mention in text.annotation.mentions:
        shift = 0 if mention is hit else longer
        words = {"surface": name, "name": name} if mention is hit else {}
        moved[mention.id] = replace(mention, start=mention.start + shift, end=mention.end + longer, **words)
    document, (sentence,), (relation,) = text.document, text.annotation.sentences, text.relations
    passage = replace(document.passages[0], end=document.passages[0].end + longer)
    body = document.text.replace("hostile", name, 1)
    return Reading(
        replace(document, text=body, source=f"texts/{name}.txt", passages=(passage,), citations=()),
        replace(
            text.annotation, mentions=tuple(moved.values()), sentences=(replace(sentence, end=sentence.end + longer),)
        ),
        (
            replace(
                relation,
                head=moved[relation.head].id,
                tail=moved[relation.tail].id,
                evidence_end=relation.evidence_end + longer,
            ),
        ),
    )


#: what no format may take for anything but text
HOSTILE = (
    "</script><script>document.body.id='owned'</script><img src=x onerror=\"document.body.id='owned'\">"
    '"it\'s"&amp;{{ 7*7 }}\t\n|\x00\x07\x85\u2028\u2029\ufffe\ud800\U0001f9ec'
)

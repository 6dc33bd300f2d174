"""The whole of a text: sections, tables, abbreviations, references and marks of an invented review."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import UNMINED, Document, PassageKind, Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest.plainlines import is_blank
from pipeline.ingest.text import read_text

REVIEW = Path(__file__).with_name("data").joinpath("review.txt").read_text(encoding="utf-8")


def read(text: str) -> Document:
    return read_text(text.encode(), source="a.txt", sha256="0" * 64, settings=IngestSettings())


def words(document: Document, **wanted: object) -> list[str]:
    return [
        document.text[p.start : p.end]
        for p in document.passages
        if all(getattr(p, name) == value for name, value in wanted.items())
    ]


@pytest.fixture(scope="module")
def review() -> Document:
    return read(REVIEW)


def check_cover(document: Document) -> None:
    """Passages in order, within the text, apart from each other, and over all that is not blank."""
    position = 0
    for index, passage in enumerate(document.passages):
        assert passage.index == index
        assert position <= passage.start < passage.end <= len(document.text)
        assert all(map(is_blank, document.text[position : passage.start]))
        position = passage.end
        for cell in passage.cells:
            assert 0 <= cell.span.start < cell.span.end <= len(document.text)
            assert cell.inherited or passage.span.contains(cell.span)
            assert not cell.inherited or cell.span.end <= passage.start
    assert all(map(is_blank, document.text[position:]))
    for citation in document.citations:
        holder = document.passage_at(citation.start)
        assert holder is not None
        assert holder.section not in UNMINED
        assert citation.numbers


def test_the_text_is_kept_and_covered(review: Document) -> None:
    assert review.text == REVIEW
    check_cover(review)


def test_title_and_metadata(review: Document) -> None:
    assert review.title == "Vesicles of three kinds of stem cell: a comparison"
    assert (review.year, review.licence, review.doi) == (2021, "CC BY 4.0", "")


def test_front_matter_is_set_aside(review: Document) -> None:
    front = " | ".join(words(review, section=Section.FRONT_MATTER))
    for piece in (
        "REVIEW",
        "Ana Rivera^{1†}",
        "contributed equally",
        "Wei Li",
        "example.org",
        "Department of",
        "©",
        "Journal of",
    ):
        assert piece in front
    assert words(review, section=Section.ABSTRACT) == [
        "Abstract",
        "Stem cells shed vesicles. This review compares those of three kinds of cell and asks what they carry.",
        "Keywords Vesicles, Stem cells, Cargo",
    ]
    assert words(review, kind=PassageKind.KEYWORDS) == ["Keywords Vesicles, Stem cells, Cargo"]


def test_running_heads_do_not_end_a_section(review: Document) -> None:
    introduction = words(review, section=Section.INTRODUCTION, kind=PassageKind.PARAGRAPH)
    assert [piece[:12] for piece in introduction] == ["Vesicles of ", "CD63 and CD9"]


def test_headings_that_no_table_knows_open_the_body(review: Document) -> None:
    heads = words(review, section=Section.BODY, kind=PassageKind.HEADING)
    assert heads == ["Cargo of vesicles", "Markers by source"]
    cargo = next(p for p in review.passages if review.text.startswith("Vesicles hold", p.start))
    assert cargo.heading == ("Cargo of vesicles",)
    assert words(review, section=Section.CONCLUSION)[0] == "Conclusion"


def test_captions_stand_alone(review: Document) -> None:
    assert [piece[:7] for piece in words(review, kind=PassageKind.CAPTION)] == ["Fig. 2 ", "Table 2", "Table 3"]
    sentence = next(p for p in review.passages if review.text.startswith("As shown in Table 2", p.start))
    assert sentence.section is Section.BODY


def test_a_caption_after_the_grid_names_it_and_rows_inherit_their_head(review: Document) -> None:
    rows = [p for p in review.passages if p.table == "Table 2" and p.kind is PassageKind.TABLE_ROW]
    assert [p.row for p in rows] == [0, 1, 2]
    heads = [cell.head for cell in rows[0].cells]
    assert heads == ["Cell source", "Method", "Markers", "References"]
    first = rows[1].cells[0]
    assert (review.text[first.span.start : first.span.end], first.inherited) == ("hMSCs", True)
    assert [p.kind for p in review.passages if p.table == "Table 2"].count(PassageKind.TABLE_HEAD) == 2


def test_a_caption_spread_over_cells_names_the_grid_below(review: Document) -> None:
    rows = [p for p in review.passages if p.table == "Table 3" and p.kind is PassageKind.TABLE_ROW]
    assert [[review.text[c.span.start : c.span.end] for c in p.cells] for p in rows] == [
        ["hMSCs", "miR-21", "[4]"],
        ["hESCs", "miR-302", "[5]"],
    ]
    assert [c.head for c in rows[0].cells] == ["Cell", "Cargo", "Reference"]


def test_abbreviations_keep_their_continuation_lines(review: Document) -> None:
    pairs = [
        tuple(" ".join(review.text[c.span.start : c.span.end].split()) for c in p.cells)
        for p in review.passages
        if p.kind is PassageKind.ABBREVIATION
    ]
    assert pairs == [
        ("hMSC", "Human mesenchymal stem cell"),
        ("TLR2/MyD88", "Toll-like receptor 2/myeloid differentiation factor 88"),
        ("EV", "Extracellular vesicle"),
    ]


def test_back_matter_lasts_until_the_references(review: Document) -> None:
    back = " | ".join(words(review, section=Section.BACK_MATTER))
    for piece in ("We thank", "Not applicable", "Artificial intelligence", "No tools", "Received", "stays neutral"):
        assert piece in back


def test_references_are_counted_where_their_numbers_are_lost(review: Document) -> None:
    assert [r.number for r in review.references] == [1, 2, 3, 4, 5]
    second, third, fourth, fifth = review.references[1:]
    assert (second.authors, second.title, second.journal, second.year) == (
        ("Li W", "Kim J", "Rivera A"),
        "What cells shed: a first look",
        "Cell Matters",
        2020,
    )
    assert (third.title, third.doi, third.year) == ("Markers of vesicles from marrow", "10.1000/cm.3", 2018)
    assert fourth.pmid == "12345678"
    assert fifth.text.endswith("and more of them. PMC1234567")


def test_citation_marks_mean_entries_of_the_list(review: Document) -> None:
    assert [(review.text[c.start : c.end], c.numbers) for c in review.citations] == [
        ("[1, 2]", (1, 2)),
        ("[3–5]", (3, 4, 5)),
        ("[4]", (4,)),
        ("[4; 99]", (4,)),
        ("[3]", (3,)),
        ("[4]", (4,)),
        ("[5]", (5,)),
        ("[4]", (4,)),
        ("[5]", (5,)),
    ]


def test_the_record_of_a_portal() -> None:
    document = read(
        "Vesicles of old cells and what they carry to the young\n\nAna Rivera, Jo Kim\n\n"
        "*Corresponding author for this work\n\nResearch output: Contribution to journal\n\n3 Scopus citations\n\n\n"
        "Old cells shed more vesicles than young ones do, and what these carry is not the same in all.\n\n"
        "Original languageEnglish\n\nPages (from-to)1-9\n\nStatePublished - 1 Apr 2020\n\n"
        "  • Ageing\n  • Vesicles\n\nDive into the research topics of 'Vesicles of old cells'.\n\nCite this\n"
    )
    check_cover(document)
    assert document.year == 2020
    assert words(document, section=Section.ABSTRACT, kind=PassageKind.KEYWORDS) == ["• Ageing", "• Vesicles"]
    mined = [document.text[p.start : p.end] for p in document.passages if p.section not in UNMINED]
    assert [m[:10] for m in mined] == ["Vesicles o", "Old cells ", "• Ageing", "• Vesicles"]


def test_a_structured_abstract_stays_an_abstract() -> None:
    document = read(
        "A trial of vesicles in mice with wounds\n\nAbstract\n\nBackground\n\n"
        "Wounds heal slowly in the old and in the ill."
        "\n\n"
        "Methods\n\nMice were given vesicles and were watched for a week.\n\nResults\n\n"
        "Wounds healed faster in all of them.\n\n"
        "Keywords: wounds; mice\n\nBackground\n\nWounds are a burden to many and to those who care for them.\n\n"
        "Methods\n\nVesicles were made from cells of the marrow by the usual method.\n"
    )
    sections = [p.section for p in document.passages if p.kind is PassageKind.PARAGRAPH]
    assert sections == [Section.ABSTRACT] * 3 + [Section.INTRODUCTION, Section.METHODS]


def test_inline_back_matter_and_abbreviations() -> None:
    document = read(
        "Introduction\n\nVesicles are small and many, and they are found in all of the fluids of the body.\n\n"
        "Abbreviations: MSC, mesenchymal stem cell; EV, extracellular vesicle.\n\n"
        "Funding: Paid for by no one at all.\n\n"
        "Conflicts of Interest: The authors declare none.\n"
    )
    check_cover(document)
    pairs = [tuple(document.text[c.span.start : c.span.end] for c in p.cells) for p in document.passages if p.cells]
    assert pairs == [("MSC", "mesenchymal stem cell"), ("EV", "extracellular vesicle")]
    assert len(words(document, section=Section.BACK_MATTER)) == 2


def test_text_without_any_structure_is_body_or_abstract() -> None:
    document = read("Vesicles of MSCs carry miR-21 to the cells of the kidney and protect them from injury.")
    assert [(p.section, p.kind) for p in document.passages] == [(Section.BODY, PassageKind.PARAGRAPH)]


def test_a_table_that_goes_on_after_a_page_keeps_its_heads() -> None:
    document = read(
        "Results\n\nThe table below shows what was found in the cells of the three kinds.\n\n"
        "Table 1. Cargo of vesicles\n\nCell\tCargo\nMSC\tmiR-21\nESC\tmiR-302\n\n"
        "NSC\tmiR-124\nEPC\tmiR-126\n\nAll of these were found more than once.\n"
    )
    rows = [p for p in document.passages if p.kind is PassageKind.TABLE_ROW]
    assert [p.row for p in rows] == [0, 1, 2, 3]
    assert {p.table for p in rows} == {"Table 1"}
    assert rows[3].cells[1].head == "Cargo"


PIECES = st.sampled_from(
    [
        *REVIEW.split("\n\n"),
        "References",
        "Table 1 Cells",
        "a\tb\nc\td",
        "[3]",
        "Introduction",
        "- x",
        "\ufeff",
        "x" * 200,
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=12).map("\n\n".join)))
@settings(deadline=None)
def test_any_text_is_read_and_covered(text: str) -> None:
    if all(map(is_blank, text)) or "\ud800" <= max(text) <= "\udfff":
        return
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    control = sum(1 for byte in data if byte < 32 and byte not in (9, 10, 11, 12, 13, 27)) + data.count(127)
    if control > 0.01 * len(data) or data.startswith((b"PK\x03\x04", b"MZ\x90")):
        return
    document = read(text)
    assert document.text == text
    check_cover(document)
    assert read(text) == document

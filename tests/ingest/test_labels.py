"""The walk over the blocks: where it stays, where it moves on, what it sets aside."""

from __future__ import annotations

from pipeline.core.records import PassageKind, Section
from pipeline.ingest.blocks import cut
from pipeline.ingest.labels import label

PROSE = "Vesicles were taken from the medium of the cells and were counted by two of us."


def labelled(*blocks: str) -> list[tuple[str, str]]:
    text = "\n\n".join(blocks)
    return [(found.section.value, found.kind.value) for found in label(text, cut(text))]


def sections(*blocks: str) -> list[str]:
    return [section for section, _ in labelled(*blocks)]


def test_a_statement_on_ethics_does_not_end_the_methods() -> None:
    found = sections("Methods", PROSE, "Ethics statement", PROSE, "Counting of vesicles", PROSE, "Results", PROSE)
    assert found == ["methods"] * 2 + ["back matter"] * 2 + ["methods"] * 2 + ["results"] * 2


def test_running_text_after_the_references_is_read() -> None:
    found = sections("Results", PROSE, "References", "- Kim J. One. Cells. 2001;1:1.", "Part two", PROSE, PROSE)
    assert found == ["results"] * 2 + ["references"] * 2 + ["body"] * 3


def test_headings_in_back_matter_stay_unless_their_text_cites() -> None:
    cites = "Vesicles were seen by Kim et al. [3] and by Li et al. [4] in the blood of the mice."
    assert sections("Results", PROSE, "Funding", PROSE, "Thanks to others", PROSE)[-1] == "back matter"
    assert sections("Results", PROSE, "Funding", PROSE, "Vesicles in blood", cites)[-2:] == ["body", "body"]


def test_a_line_that_goes_on_below_is_no_heading() -> None:
    assert labelled("Results", "Vesicles came from the marrow", "(BM) and from the blood of the mice that were used.")[
        1
    ] == (
        "results",
        "paragraph",
    )
    assert labelled("Results", "Vesicles came from the marrow", "and from the blood of the mice that were used in it.")[
        1
    ] == (
        "results",
        "paragraph",
    )


def test_parts_of_methods_and_results_stay_in_them() -> None:
    found = sections(
        "2. Methods", "2.1. Statistical analysis", PROSE, "3. Results", "3.1. Introduction of cells", PROSE
    )
    assert found == ["methods"] * 3 + ["results"] * 3


def test_paths_of_headings() -> None:
    text = "\n\n".join(["# Results", "## Uptake", PROSE, "### In mice", PROSE, "## Release", PROSE])
    paths = [found.heading for found in label(text, cut(text)) if found.kind is PassageKind.PARAGRAPH]
    assert paths == [
        ("# Results", "## Uptake"),
        ("# Results", "## Uptake", "### In mice"),
        ("# Results", "## Release"),
    ]


def test_keywords_below_their_heading() -> None:
    found = labelled("Vesicles of old cells", "Abstract", PROSE, "Keywords", "cells; mice", "Introduction", PROSE)
    assert found[3:5] == [("abstract", "heading"), ("abstract", "keywords")]
    assert found[5][0] == "introduction"


def test_a_line_that_stands_three_times_is_a_running_head() -> None:
    found = sections("Results", PROSE, "Rivera and Kim 3", PROSE, "Rivera and Kim 4", PROSE, "Rivera and Kim 5", PROSE)
    assert found == ["results", "results"] + ["front matter", "results"] * 3


def test_a_grid_before_the_body_is_front_matter_unless_a_caption_names_it() -> None:
    grid = "Volume\t3\nIssue\t4"
    assert sections("Vesicles of old cells", grid, "Introduction", PROSE)[1] == Section.FRONT_MATTER.value
    assert sections("Vesicles of old cells", "Table 1. Of all", grid, "Introduction", PROSE)[2] == Section.TABLE.value


def test_captions_among_references_are_captions() -> None:
    found = sections("References", "- Kim J. One. Cells. 2001;1:1.", "Figure 1. Uptake of vesicles.", "12")
    assert found == ["references", "references", "caption", "front matter"]

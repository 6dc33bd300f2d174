"""What a block says of itself."""

from __future__ import annotations

import pytest

from pipeline.core.records import Section
from pipeline.ingest.blocks import cut
from pipeline.ingest.facts import find_title, front_end, gather, opens_body

PROSE = "Vesicles were taken from the medium of the cells and were counted by two of us."


def facts(*parts: str):  # type: ignore[no-untyped-def]
    text = "\n\n".join(parts)
    blocks = cut(text)
    return blocks, gather(text, blocks)


def test_facts_of_single_blocks() -> None:
    _, found = facts("Results", PROSE, "Page 3 of 9", "Table 1. All", "Keywords: a", "Funding: none.", "a\tb\nc\td")
    assert found[0].section is Section.RESULTS
    assert found[1].prose
    assert found[2].furniture == "page number"
    assert found[3].caption == "Table 1"
    assert found[4].keywords == 10
    assert found[5].inline is Section.BACK_MATTER
    assert found[6].words == "a b c d"


@pytest.mark.parametrize(
    ("parts", "end"),
    [
        (("Abstract", "Background", PROSE, "Introduction", PROSE), 3),
        (("Abstract", "Background", PROSE, "Keywords: a", "Background", PROSE), 4),
        (("Abstract", "Background", PROSE, "Background", PROSE), 3),
        (("References", PROSE, "Introduction"), 0),
        ((PROSE,), 0),
    ],
)
def test_where_the_body_begins(parts: tuple[str, ...], end: int) -> None:
    assert front_end(facts(*parts)[1]) == end


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("REVIEW", "Vesicles of old cells", "Ana Rivera"), 1),
        (("Vesicles of old cells are shed by all of the cells of mice.", "Ana Rivera, Jo Kim"), 0),
        (("Abstract", PROSE), -1),
        ((PROSE, PROSE), -1),
        (("12",), -1),
    ],
)
def test_which_block_is_the_title(parts: tuple[str, ...], title: int) -> None:
    assert find_title(*facts(*parts)) == title


def test_a_heading_stands_above_text() -> None:
    assert opens_body(*facts("Uptake by cells", PROSE), 0)
    assert opens_body(*facts("Uptake by cells", "Table 1. All", PROSE), 0)
    assert opens_body(*facts("Uptake by cells", "In the blood", PROSE), 0)
    assert not opens_body(*facts("Uptake by cells", "Page 3 of 9", PROSE), 0)
    assert not opens_body(*facts("Uptake by cells"), 0)

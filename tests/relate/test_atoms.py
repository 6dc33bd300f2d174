"""Atoms: mentions whole, the rest word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import EntityType, Mention
from pipeline.relate import PATTERNS
from pipeline.relate.atoms import outermost, split
from pipeline.relate.patterns import load_patterns

LEXICON = load_patterns(PATTERNS)


def mention(start: int, end: int, kind: EntityType = EntityType.MARKER) -> Mention:
    return Mention("d0", kind, start, end, "x" * (end - start))


def test_hyphens_part_mentions_from_words_but_not_prefixes() -> None:
    text = "MSC-Exos down-regulated X and knocked-down Y"
    row = split(text, 0, len(text), [mention(0, 3, EntityType.CELL_TYPE)], LEXICON)
    assert [a.low for a in row.atoms] == ["", "-", "exos", "downregulated", "x", "and", "knockeddown", "y"]
    assert row.atoms[0].mention == 0
    assert row.atoms[2].vesicle


def test_of_equal_spans_the_pathway_is_the_argument() -> None:
    marker, pathway = mention(0, 4), mention(0, 4, EntityType.PATHWAY)
    assert outermost([marker, pathway]) == (pathway,)
    assert outermost([pathway, marker]) == (pathway,)


def test_nested_mentions_are_kept_inside() -> None:
    outer, inner = mention(0, 9, EntityType.PATHWAY), mention(0, 4)
    row = split("TLR4 axis", 0, 9, [outer, inner], LEXICON)
    assert row.mentions == (outer,)
    assert row.inner == {0: (inner,)}


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=6))
def test_atoms_tile_the_text(text: str, places: list[tuple[int, int]]) -> None:
    mentions = [mention(s, s + n) for s, n in places if s + n <= len(text)]
    row = split(text, 0, len(text), mentions, LEXICON)
    end = 0
    for number, atom in enumerate(row.atoms):
        assert atom.index == number
        assert atom.start >= end
        assert not text[end : atom.start].strip()
        end = atom.end
    assert not text[end:].strip()
    assert [a.mention for a in row.atoms if a.mention >= 0] == list(range(len(row.mentions)))

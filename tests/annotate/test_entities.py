"""How candidates that overlap are resolved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.candidates import Candidate
from pipeline.annotate.entities import resolve
from pipeline.core.records import EntityType

CELL, MARKER, MIRNA, PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY


def kept(text, *candidates):
    return [(c.start, c.end, c.type) for c, _ in resolve(text, candidates)]


def test_equal_spans_of_one_type_are_merged_with_all_finders():
    one, two = Candidate(0, 4, MARKER, "lexicon", 0.9), Candidate(0, 4, MARKER, "abbreviation", 0.8)
    ((candidate, sources),) = resolve("CD63", [one, two])
    assert sources == ("abbreviation", "lexicon")
    assert candidate.confidence == 0.9


def test_a_molecule_may_equal_a_pathway_but_not_a_cell():
    assert len(kept("Notch", Candidate(0, 5, PATHWAY, "composer", 0.9), Candidate(0, 5, MARKER, "lexicon", 0.9))) == 2
    assert kept("MSC", Candidate(0, 3, CELL, "composer", 0.95), Candidate(0, 3, MARKER, "lexicon", 0.9)) == [
        (0, 3, CELL)
    ]


def test_only_members_stand_in_a_pathway():
    pathway = Candidate(0, 12, PATHWAY, "composer", 0.9, members=((0, 3, False), (4, 7, True)))
    assert kept(
        "S1P/SK1 axis", pathway, Candidate(0, 3, MARKER, "lexicon", 0.9), Candidate(4, 7, MARKER, "lexicon", 0.9)
    ) == [
        (0, 12, PATHWAY),
        (4, 7, MARKER),
    ]


def test_markers_in_a_cell_need_a_sign():
    cell = Candidate(0, 12, CELL, "composer", 0.9)
    assert len(kept("CD8+ T cells", cell, Candidate(0, 3, MARKER, "lexicon", 0.9))) == 2
    assert len(kept("CD8 T cells.", cell, Candidate(0, 3, MARKER, "lexicon", 0.9))) == 1


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8), st.sampled_from(list(EntityType)), st.booleans())


@given(st.lists(SPANS, max_size=12))
def test_kept_spans_nest_and_never_cross(drawn):
    candidates = [Candidate(s, s + size, kind, "x", 0.9, nested=nested) for s, size, kind, nested in drawn]
    found = kept("a+b+c+d+e+f+g+h+i+j+k+", *candidates)
    assert len(set(found)) == len(found)
    for one in found:
        for other in found:
            assert not one[0] < other[0] < one[1] < other[1]


@pytest.mark.parametrize("kind", [MARKER, MIRNA])
def test_markers_do_not_nest_in_markers(kind):
    outer, inner = Candidate(0, 10, kind, "x", 0.9), Candidate(0, 4, kind, "x", 0.99)
    assert kept("VEGF recep", outer, inner) == [(0, 10, kind)]

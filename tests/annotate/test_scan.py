from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.normalise import boundaries, fold
from pipeline.annotate.scan import Scanner

KEYS = ["il10", "tgfb1", "tgf", "βcatenin", "cd4+", "cd4", "tumorcell", "thbs2", "np", "np2", "a", "estrogen", "ii"]


def _plainly(text: str) -> set[tuple[int, int, str]]:
    """Every key at every place of the text's normal form, as the scan's description says it."""
    form, edges = fold(text), boundaries(text)
    found = set()
    for key in KEYS:
        at = form.text.find(key)
        while at >= 0:
            end = at + len(key)
            stop = form.ends[end - 1]
            if edges[form.starts[at]]:
                if edges[stop]:
                    found.add((form.starts[at], stop, key))
                elif form.cased[end : end + 1] == "s" and edges[form.ends[end]] and len(key) > 1:
                    found.add((form.starts[at], form.ends[end], key))
            at = form.text.find(key, at + 1)
    return found


PIECES = [
    "IL",
    "10",
    "TGF",
    "-",
    " ",
    "β",
    "1",
    "beta",
    "CD4",
    "+",
    "s",
    "THBS2",
    "NP",
    "2",
    ".",
    ",",
    "a",
    "tumour",
    "cell",
    "\n",
    "µ",
    "ﬁ",
    "catenin",
    "/",
    "é",
    "‐",
    "signalling",
    "B",
]


@given(st.lists(st.sampled_from([*PIECES, "E\u0301"]), max_size=14))
def test_the_scan_finds_what_a_plain_search_of_the_normal_form_finds(parts: list[str]) -> None:
    text = "".join(parts)
    assert set(Scanner(KEYS).hits(text)) == _plainly(text)


def test_spellings_that_were_met_before_are_read_alike() -> None:
    scanner = Scanner(KEYS)
    text = "TGF-β1 and β-catenin, TGF-β1"
    assert scanner.hits(text) == scanner.hits(text) == Scanner(KEYS).hits(text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("THBS2via a route", "THBS2"),
        ("oestrogen fell", "oestrogen"),
        ("two NPs", "NPs"),
        ("stage Ⅲ", ""),
        ("CD4+ lymphocytes", "CD4+"),
        ("tumour cells", "tumour cells"),
    ],
)
def test_names_end_and_begin_where_parts_do(text: str, surface: str) -> None:
    spans = {(end - start, start) for start, end, _ in Scanner(KEYS).hits(text)}
    size, start = max(spans, default=(0, 0))
    assert text[start : start + size] == surface

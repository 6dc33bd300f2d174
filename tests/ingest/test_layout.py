"""Reading order on a page: two columns are not read across."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.layout import LOWERED, RAISED, Word, find_gutter, read_lines, rows, settle_gutters


def words(text: str, x: float, top: float, size: float = 10, bold: bool = False) -> list[Word]:
    found = []
    for word in text.split():
        width = 0.5 * size * len(word)
        found.append(Word(word, x, top, x + width, top + size, size, bold))
        x += width + 0.3 * size
    return found


def page(title: bool = True) -> list[Word]:
    found = (
        words("A title that runs over both of the columns of this page and is one line", 60, 40, 12) if title else []
    )
    for number in range(25):
        top = 80 + 14 * number
        found += words(f"left {number} has words that fill it up to here", 50, top)
        found += words(f"right {number} has words that fill it up too", 320, top + 3)
    return found


def test_columns_are_read_one_after_the_other_below_a_line_across() -> None:
    gutter = find_gutter(page(), 600)
    assert gutter is not None
    lines = read_lines(page(), gutter)
    assert lines[0].column == -1
    assert [line.text().split()[:2] for line in lines[1:26]] == [["left", str(n)] for n in range(25)]
    assert [line.text().split()[:2] for line in lines[26:]] == [["right", str(n)] for n in range(25)]


def test_a_page_of_one_column_has_no_gutter() -> None:
    text = [w for n in range(40) for w in words("words " * (14 + n % 3) + "and then the end", 50, 50 + 14 * n)]
    assert find_gutter(text, 600) is None
    assert find_gutter(text[:20], 600) is None


def test_a_page_that_a_table_blurs_is_read_like_the_others() -> None:
    blurred = page(title=False)
    for number in range(44):
        row = "a row of a table that goes across the whole page, from edge to edge of it"
        blurred += words(row, 40 + 3.1 * (number % 11), 500 + 14 * number)
    assert find_gutter(blurred, 600.0) is None
    gutters = settle_gutters([(page(), 600.0), (page(), 600.0), (blurred, 600.0)])
    assert gutters[0] is not None
    assert gutters[2] is not None
    assert abs(sum(gutters[2]) - sum(gutters[0])) < 60
    assert settle_gutters([(blurred[:10], 600.0)]) == [None]


def test_wide_gaps_are_tabs_and_raised_digits_are_marked() -> None:
    line = rows(words("Cell", 50, 100) + words("Size", 150, 100), 0)[0]
    assert line.text() == "Cell\tSize"
    raised = rows([*words("cells", 50, 100), Word("12", 75.5, 98, 82, 104, 6), *words("age", 90, 100)], 0)[0]
    assert raised.text() == f"cells{RAISED}12{LOWERED} age"
    assert (raised.size, raised.bold) == (10, False)


BOXES = st.builds(
    lambda x, y, w, h, t: Word(t, x, y, x + w, y + h, h),
    st.floats(0, 500), st.floats(0, 700), st.floats(1, 80), st.floats(4, 20), st.text("ab1", min_size=1, max_size=5),
)  # fmt: skip


@given(st.lists(BOXES, max_size=80))
def test_every_word_is_read_once(found: list[Word]) -> None:
    lines = read_lines(found, find_gutter(found, 600))
    assert sorted(id(w) for line in lines for w in line.words) == sorted(map(id, found))
    across = read_lines(found, (295.0, 305.0))
    assert sorted(id(w) for line in across for w in line.words) == sorted(map(id, found))

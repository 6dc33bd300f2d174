"""Joins the grids of a text to their captions, and grids that a page break parted to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import Passage, PassageKind, Section
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.labels import Label
from pipeline.ingest.tables import Grid, column_heads, grid_passages, read_grid


class GridTexts:
    """The grids of a text with the captions that belong to them."""

    def __init__(self, text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> None:
        self.text, self.blocks, self.labels = text, blocks, labels
        self.grids: dict[int, Grid] = {}
        for index, found in enumerate(labels):
            if found.section is Section.TABLE and blocks[index].shape is Shape.GRID:
                self.grids[index] = read_grid(text, blocks[index])
        self.named: dict[int, str] = {}
        self.continues: dict[int, int] = {}
        self._name()

    def _caption(self, index: int) -> str:
        if 0 <= index < len(self.labels):
            found = self.labels[index].caption
            if found.removeprefix("Supplementary ").startswith("Table"):
                return found
        return ""

    def _name(self) -> None:
        """A grid takes a free caption before it, else the one after it, else goes on or is counted."""
        claimed: set[int] = set()
        unnamed = 0
        carried: tuple[int, str] | None = None  # a caption that stood as a grid of its own
        last: int | None = None
        for index in sorted(self.grids):
            grid = self.grids[index]
            own = self._caption(index)
            if (own and not grid.body and len(grid.heads) <= 1) or (
                own and len(self.blocks[index].lines) - len(grid.rules) == 1
            ):
                carried = (index, own)
                claimed.add(index)
                self.named[index] = own
                continue
            near = next(
                (i for i in (index, index - 1, index - 2, index + 1) if i not in claimed and self._caption(i)), None
            )
            if carried is not None and index - carried[0] <= 2:
                self.named[index] = carried[1]
            elif near is not None:
                claimed.add(near)
                self.named[index] = self._caption(near)
            elif last is not None and self._goes_on(last, index):
                self.named[index] = self.named[last]
                self.continues[index] = last
            else:
                unnamed += 1
                self.named[index] = f"table-{unnamed}"
            carried = None
            last = index

    def _goes_on(self, last: int, index: int) -> bool:
        between = self.labels[last + 1 : index]
        if any(found.section not in (Section.FRONT_MATTER, Section.TABLE) for found in between):
            return False
        widths = [
            max((len(r.cells) for r in (*self.grids[i].heads, *self.grids[i].body)), default=0) for i in (last, index)
        ]
        return widths[0] == widths[1]

    def passages(self, index: int, first: int) -> list[Passage]:
        """Passages of the grid at a block."""
        grid, block, found = self.grids[index], self.blocks[index], self.labels[index]
        name = self.named[index]
        lines = len(grid.heads) + len(grid.body)
        if self._caption(index) and lines == 1:
            row = (*grid.heads, *grid.body)[0]
            parts = [Passage(0, Section.CAPTION, PassageKind.CAPTION, row.span.start, row.span.end, found.heading)]
            parts += [Passage(0, Section.TABLE, PassageKind.OTHER, s.start, s.end, found.heading) for s in grid.rules]
            parts.sort(key=lambda passage: passage.start)
            return [replace(p, index=first + i, page=block.page, table=name) for i, p in enumerate(parts)]
        heads: list[str] = []
        count = 0
        back = index
        while back in self.continues:
            back = self.continues[back]
            count += len(self.grids[back].body)
            heads = column_heads(self.text, self.grids[back].heads)
        if heads and grid.heads and column_heads(self.text, grid.heads) != heads:
            grid = Grid((), (*grid.heads, *grid.body), grid.rules)
        return grid_passages(
            self.text,
            grid,
            label=name,
            heading=found.heading,
            first=first,
            page=block.page,
            heads=heads,
            first_row=count,
        )

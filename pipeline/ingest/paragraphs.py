"""Joins the lines of a PDF to paragraphs, headings, captions, grids and entries, and finds the title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.core.records import Region, Section
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.joints import vocabulary
from pipeline.ingest.pdfentries import part_entries
from pipeline.ingest.pdffigures import drawn_lines, scattered
from pipeline.ingest.pdfgroups import RAISED_WORDS, Group, Writer, raised_cite
from pipeline.ingest.pdflines import Edges, PdfLine
from pipeline.ingest.plainlines import item_body
from pipeline.ingest.sections import heading_level, heading_like, inline_section, known_section
from pipeline.ingest.tables import caption_label

_BODY = (Section.INTRODUCTION, Section.METHODS, Section.RESULTS, Section.DISCUSSION, Section.CONCLUSION)
_TOP = frozenset({*_BODY, Section.REFERENCES})


def paragraphs(lines: Sequence[PdfLine]) -> tuple[str, list[Block], list[Region], int | None]:
    """Text, blocks, regions of lines and the index of the title's block.

    A paragraph that a column, a page, a table or a figure cuts in two is made whole: what cut it follows it.
    """
    edges = Edges(lines)
    drawn = (caption_label(line.text) for line in lines)
    figures = frozenset(line.page for line, found in zip(lines, drawn, strict=True) if found and found[1] != "table")
    groups = _shaped(_groups(lines, edges, figures), edges, figures)
    words = vocabulary(line.text for line in lines)
    writer = Writer(words, raised_cite(lines))
    for group in groups:
        writer.write(group)
    return "".join(writer.parts), writer.blocks, writer.regions, _title(groups, writer.first_block)


def _groups(lines: Sequence[PdfLine], edges: Edges, figures: frozenset[int]) -> list[Group]:
    groups: list[Group] = []
    flow: Group | None = None  # the paragraph that may go on behind a float
    behind = False  # whether the line before went on with it there
    index = 0
    drawn = drawn_lines(lines, edges)
    while index < len(lines):
        line = lines[index]
        last = groups[-1] if groups else None
        if index in drawn:
            groups.append(Group([line], Shape.STRAY))
            index += 1
            continue
        if line.role:
            shape = {"grid": Shape.GRID, "note": Shape.NOTE}.get(line.role, Shape.TEXT)
            starts = line.role == "caption" and caption_label(line.text) is not None
            if last is not None and last.lines[0].role == line.role and not starts and last.lines[0].page == line.page:
                last.lines.append(line)
            else:
                groups.append(Group([line], shape, caption=line.role == "caption"))
            index += 1
            continue
        tabbed = _tabbed(lines, index)
        if tabbed > 2:
            groups.append(Group(list(lines[index : index + tabbed]), Shape.GRID))
            index += tabbed
            continue
        index += 1
        if caption_label(line.text) and _caption_starts(line, last, edges):
            groups.append(Group([line], caption=True))
        elif behind and flow is not None and edges.goes_on(flow.lines[-1], line):
            flow.lines.append(line)
            continue
        elif (
            last is not None
            and last.shape is Shape.TEXT
            and not last.lines[-1].role
            and edges.goes_on(last.lines[-1], line)
        ):
            last.lines.append(line)
        elif flow is not None and flow is not last and _same_story(flow, line, edges):
            flow.lines.append(line)
            behind = True
            continue
        else:
            groups.append(Group([line]))
            if known_section(line.text) is Section.REFERENCES and len(line.text) < 40:
                end = _list_end(lines, index, edges)
                entries = [entry for entry in lines[index:end] if not entry.role]
                groups += [Group(list(entry), Shape.ITEM) for entry in part_entries(entries, edges)]
                groups += [Group([note], Shape.STRAY) for note in lines[index:end] if note.role]
                index = end
        behind = False
        last = groups[-1]
        if last.shape is not Shape.TEXT or last.caption or _stray(last, edges, figures):
            continue
        if edges.heading(line):
            flow = None  # nothing goes on behind a heading
        elif abs(line.size - edges.body) < 0.7:
            flow = last
    return groups


def _tabbed(lines: Sequence[PdfLine], index: int) -> int:
    """How many lines from here on one page have wide gaps between their words."""
    count = 0
    while index + count < len(lines) and "\t" in lines[index + count].text.strip() and not lines[index + count].role:
        if lines[index + count].page != lines[index].page:
            break
        count += 1
    return count


def _caption_starts(line: PdfLine, last: Group | None, edges: Edges) -> bool:
    """Whether a line that reads like a caption is none of a paragraph's lines that happens to begin so."""
    if last is None or last.caption or last.shape is not Shape.TEXT:
        return True
    before = last.lines[-1]
    inside = edges.goes_on(before, line) and not before.ended and not edges.short(before)
    return not inside or line.lead[:1] == "b"


def _same_story(flow: Group, line: PdfLine, edges: Edges) -> bool:
    before = flow.lines[-1]
    return abs(line.size - edges.body) < 0.7 and line.page - before.page <= 2 and edges.resumes(before, line)


def _list_end(lines: Sequence[PdfLine], start: int, edges: Edges) -> int:
    """Where the reference list ends: at a heading set apart from the entries, or at the end."""
    usual = Counter(line.style for line in lines[start : start + 40])
    style = max(sorted(usual), key=lambda s: usual[s]) if usual else (edges.body, False, False)
    for index in range(start + 1, len(lines)):
        line = lines[index]
        apart = (line.bold and not style[1]) or line.size > style[0] + 0.9
        if apart and not line.role and heading_like(line.text) and item_body(line.text, 0, len(line.text))[1] is None:
            section = known_section(line.text)
            if (section is not None and section is not Section.REFERENCES) or line.size > style[0] + 1.4:
                return index
    return len(lines)


def _stray(group: Group, edges: Edges, figures: frozenset[int]) -> bool:
    """Whether a group is words of a figure: small or odd type, few words, no heading."""
    said = group.words
    odd = all(abs(line.size - edges.body) > 0.7 for line in group.lines)
    large = group.lines[0].size > edges.body + 0.7
    if group.lines[0].page in figures and scattered(group.lines, edges):
        return True
    if not any(c.isalpha() for c in said) or len(said) < 3:
        return True
    return odd and not large and len(said) < 160 and not group.lines[-1].ended and not group.lines[0].bold


def _shaped(groups: list[Group], edges: Edges, figures: frozenset[int]) -> list[Group]:
    """Groups with shapes and levels: headings, run-in headings cut off, list items, strays."""
    out: list[Group] = []
    seen_body = False
    top: set[tuple[float, bool, bool]] = set()
    for group in groups:
        if group.shape is Shape.TEXT and len(group.lines) == 1 and known_section(group.words) in _TOP:
            top.add(group.lines[0].style)
    for index, group in enumerate(groups):
        said = group.words
        if group.shape is not Shape.TEXT or group.caption:
            out.append(group)
            continue
        if seen_body and _footnote(group, groups[index + 1] if index + 1 < len(groups) else None, edges):
            group.shape = Shape.STRAY
            out.append(group)
            continue
        section = known_section(said)
        apart = _stands_out(group, edges) and heading_like(said.rstrip(" ."))
        if section is None and seen_body and _stray(group, edges, figures) and not apart:
            group.shape = Shape.STRAY
        elif item_body(said, 0, len(said))[1] is not None and len(said) > 60 and not _stands_out(group, edges):
            group.shape = Shape.ITEM
        elif seen_body and _stands_out(group, edges) and (section or heading_like(said.rstrip(" ."))):
            group.shape = Shape.HEADING
            group.level = heading_level(said) or (1 if not top or group.lines[0].style in top else 2)
        elif seen_body and section is not None and len(group.lines) == 1 and len(said.split()) <= 7:
            group.shape = Shape.HEADING
            group.level = heading_level(said) or 1
        else:
            lead = _run_in(group) or _named_run_in(said)
            if lead and (seen_body or known_section(lead) is not None):
                group.lead = lead
        seen_body = seen_body or section is not None or (bool(group.lead) and known_section(group.lead) is not None)
        out.append(group)
    return out


def _footnote(group: Group, following: Group | None, edges: Edges) -> bool:
    """Whether a group is small print at the foot of a column: nothing stands below it there."""
    first, last = group.lines[0], group.lines[-1]
    if any(line.size > edges.body - 0.9 for line in group.lines) or known_section(group.words) is not None:
        return False
    if inline_section(group.words) is not None or len(group.words) > 400 or first.page != last.page:
        return False
    below = following.lines[0] if following is not None else None
    return below is None or (below.page, below.column) != (last.page, last.column) or below.top < last.top


def _stands_out(group: Group, edges: Edges) -> bool:
    first = group.lines[0]
    if len(group.lines) > 4 or first.size < edges.body - 1.1:
        return False
    if all(line.bold or line.size > edges.body + 0.7 for line in group.lines):
        return True
    said = group.words
    if all(line.italic for line in group.lines):
        return not first.ended or len(said) < 70
    if sum(1 for word in said.split() if sum(c.isalpha() for c in word) >= 3) == 0:
        return False
    at_edge = all(-2 <= edges.indent(line) <= 3 for line in group.lines)
    if all(line.other for line in group.lines) and at_edge and edges.short(group.lines[-1]) and len(said.split()) <= 16:
        return not group.lines[-1].ended
    return len(group.lines) <= 2 and said.isupper() and len(said.split()) <= 12 and len(said) > 5


def _named_run_in(said: str) -> str:
    """The heading of a part of the back matter that runs in with its paragraph in plain type."""
    found = inline_section(said)
    if found is None or found[0] is not Section.BACK_MATTER or not said[: found[1]].rstrip().endswith((".", ":")):
        return ""
    return said[: found[1]].rstrip()


def _run_in(group: Group) -> str:
    """The heading that runs in with a paragraph: its first words, bold, or italic with a stop behind."""
    said = ""
    for line in group.lines[:3]:
        if line.lead:
            said = f"{said} {line.lead[1:].strip()}".strip()
            mark = line.lead[0]
            break
        if not (line.bold or line.italic):
            return ""
        said = f"{said} {line.text.strip()}".strip()
    else:
        return ""
    plain = RAISED_WORDS.sub("", said).strip()
    stopped = plain[-1:] in ".:" and not plain.endswith(("et al.", "sp.", "spp.", "Fig.", "i.e.", "e.g."))
    if not stopped or not 1 <= len(plain.split()) <= 18 or len(plain) < 4 or not heading_like(plain.rstrip(".: ")):
        return ""
    if mark == "i" and len(plain.split()) == 1 and len(plain) < 6:
        return ""
    return said


def _title(groups: Sequence[Group], first_block: Sequence[int]) -> int | None:
    """Index of the block on the first page that is set largest and has three words or more."""
    first = [
        (index, group) for index, group in enumerate(groups)
        if group.lines[0].page == 1 and not group.lines[0].role
        and sum(len(line.text.split()) for line in group.lines) >= 3
    ]  # fmt: skip
    if not first:
        return None
    best = max(first, key=lambda pair: (pair[1].lines[0].size, -pair[0]))[0]
    return first_block[best]

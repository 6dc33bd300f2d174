"""What can be said of each block of a text before it is known where in the text it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import Section
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.patterns import furniture
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.sections import heading_like, inline_section, is_prose, keywords_at, known_section, plain_heading
from pipeline.ingest.tables import caption_label

#: characters of a block that its facts are drawn from
_LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Fact:
    """What can be said of a block without its neighbours."""

    words: str
    furniture: str
    caption: str
    section: Section | None  # of a heading in the table
    keywords: int | None
    prose: bool
    inline: Section | None


def gather(text: str, blocks: Sequence[Block]) -> list[Fact]:
    """The facts of all blocks; short lines that stand three times or more are marked as running heads."""
    facts = [_fact(text, block) for block in blocks]
    _mark_repeated(blocks, facts)
    return facts


def _fact(text: str, block: Block) -> Fact:
    words = _sample(text, block)
    if block.shape in (Shape.NOTE, Shape.STRAY):
        return Fact(words, "", "", None, None, False, None)
    if block.shape in (Shape.GRID, Shape.RULE):
        caption = caption_label(words) if block.shape is Shape.GRID and len(words) < 600 else None
        return Fact(words, "", caption[0] if caption else "", None, None, False, None)
    if block.shape is Shape.ITEM:
        return Fact(words, "", "", None, None, is_prose(words), None)
    run_in = inline_section(words)
    if run_in is not None and run_in[1] >= len(words):
        run_in = None
    section = known_section(words) if run_in is None else None
    found = "" if section or block.shape is Shape.HEADING else furniture(words)
    caption = None if found or section else caption_label(words)
    return Fact(
        words,
        found,
        caption[0] if caption else "",
        section,
        keywords_at(words),
        is_prose(words),
        run_in[0] if run_in else None,
    )


def _sample(text: str, block: Block) -> str:
    """The block's words, blanks collapsed; of a very long one its beginning and its end."""
    if block.end - block.start <= _LONGEST:
        return collapse(text[block.start : block.end])
    middle = block.start + _LONGEST - 200
    return f"{collapse(text[block.start : middle])} {collapse(text[block.end - 200 : block.end])}"


def _mark_repeated(blocks: Sequence[Block], facts: list[Fact]) -> None:
    """Short lines that stand three times or more (digits aside) are running heads."""
    texts = [fact.words for fact in facts]
    forms = ["".join(c for c in words if not c.isdigit()) if len(words) <= 90 else "" for words in texts]
    counts = Counter(form for form in forms if form)
    for index, form in enumerate(forms):
        fact, block = facts[index], blocks[index]
        if counts[form] >= 3 and block.shape is Shape.TEXT and not (fact.section or fact.caption or fact.prose):
            facts[index] = replace(fact, furniture="repeated")


def front_end(facts: Sequence[Fact]) -> int:
    """Index of the heading that begins the body, 0 where no heading says so."""
    introductions = [i for i, f in enumerate(facts) if f.section is Section.INTRODUCTION]
    keywords = next((i for i, f in enumerate(facts) if f.keywords is not None), None)
    named = [i for i in introductions if plain_heading(facts[i].words) != "background"]
    if named:
        first = named[0]
        early = [i for i, f in enumerate(facts[:first]) if f.section in (Section.REFERENCES,)]
        return 0 if early else first
    if keywords is not None:
        after = [i for i in introductions if i > keywords]
        if after:
            return after[0]
    if len(introductions) > 1:
        return introductions[1]
    return 0


def find_title(blocks: Sequence[Block], facts: Sequence[Fact]) -> int:
    """Index of the title's block, -1 where there is none."""
    for index, (block, fact) in enumerate(zip(blocks[:25], facts[:25], strict=True)):
        if (
            block.shape in (Shape.GRID, Shape.RULE, Shape.ITEM, Shape.NOTE, Shape.STRAY)
            or fact.furniture
            or fact.caption
        ):
            continue
        if fact.section is not None or fact.keywords is not None or fact.inline is not None:
            return -1
        words = fact.words.split()
        sentence = fact.words[-1:] == "." and fact.prose
        below = facts[index + 1] if index + 1 < len(facts) else None
        alone = below is not None and not below.prose and ". " not in fact.words
        if len(fact.words) <= 350 and len(words) >= 3 and (not sentence or alone):
            return index
        if fact.prose:
            return -1
    return -1


def opens_body(blocks: Sequence[Block], facts: Sequence[Fact], index: int) -> bool:
    """Whether a line that looks like a heading is followed by what a heading stands above."""
    block, fact = blocks[index], facts[index]
    if block.shape is Shape.HEADING:
        return True
    if block.shape is not Shape.TEXT or len(block.lines) > 2 or not heading_like(fact.words) or fact.inline:
        return False
    for later in range(index + 1, min(index + 6, len(blocks))):
        next_block, next_fact = blocks[later], facts[later]
        if next_fact.furniture or next_fact.caption or next_block.shape in (Shape.RULE, Shape.NOTE, Shape.STRAY):
            if next_fact.furniture and later == index + 1:
                return False
            continue
        if next_block.shape is Shape.GRID:
            continue
        if next_fact.words[:1] in "([,;)%":
            return False
        if next_fact.words[:1].islower() and next_block.shape is Shape.TEXT and not next_fact.words[1:2].isupper():
            head = next_fact.words.split()[0]
            if not any(ch.isupper() or ch.isdigit() for ch in head):
                return False
        if next_block.shape is Shape.ITEM or next_fact.prose or next_fact.section:
            return True
        if next_block.shape is Shape.HEADING:
            return True
        return heading_like(next_fact.words) and later + 1 < len(blocks) and facts[later + 1].prose
    return False

"""Hypothesis strategies that make annotated texts: nested, discontinuous and duplicate marks of all types."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.core.records import ARGUMENTS, POLARITIES, EntityType, RelationType, Span
from pipeline.reconcile.marks import Entity, Link, Marks, Note, renumber

LETTERS = "abcXYZ \nαβ-/12µ𝛼"
IDENTIFIERS = ("CL:0000134", "HGNC:11998", "mirna:mir-21-5p", "pathway:TLR2/MYD88", "R-HSA-157118")


@st.composite
def entities(draw: st.DrawFn, text: str, key: str, gaps: bool = True) -> Entity:
    """An entity over words of ``text`` that begins and ends with something other than a blank."""
    places = [n for n, c in enumerate(text) if not c.isspace()]
    start = draw(st.sampled_from(places))
    end = draw(st.sampled_from([n for n in places if n >= start][:12])) + 1
    fragments = [Span(start, end)]
    later = [n for n in places if n > end and text[end:n].strip()]
    if gaps and later and draw(st.booleans()):
        second = draw(st.sampled_from(later[:8]))
        fragments.append(Span(second, draw(st.sampled_from([n for n in places if n >= second][:5])) + 1))
    return Entity(
        key,
        draw(st.sampled_from(EntityType)),
        tuple(fragments),
        " ".join(text[part.start : part.end] for part in fragments),
        draw(st.none() | st.sampled_from(IDENTIFIERS)),
    )


@st.composite
def marked_texts(draw: st.DrawFn, *, gaps: bool = True, name: str = "a", notes: bool = True) -> Marks:
    """A text with up to eight entities and up to six links whose arguments are legal."""
    text = draw(st.text(LETTERS, min_size=1, max_size=60).filter(str.strip))
    marked = [draw(entities(text, f"T{n}", gaps)) for n in range(draw(st.integers(0, 8)))]
    links: list[Link] = []
    for _ in range(draw(st.integers(0, 6)) if marked else 0):
        head, tail = draw(st.sampled_from(marked)), draw(st.sampled_from(marked))
        kinds = [t for t in RelationType if head.type in ARGUMENTS[t][0] and tail.type in ARGUMENTS[t][1]]
        if not kinds:
            continue
        kind = draw(st.sampled_from(kinds))
        links.append(
            Link(
                f"R{len(links)}",
                kind,
                head.key,
                tail.key,
                draw(st.sampled_from(POLARITIES[kind])),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.none() | st.just(Span(0, len(text)))),
            )
        )
    marks = renumber(marked, links, name, text)
    remarks = ()
    if notes and marks.entities and draw(st.booleans()):
        remarks = (Note(marks.entities[0].key, "look again"),)
    return Marks(marks.name, marks.entities, marks.links, remarks, marks.text)

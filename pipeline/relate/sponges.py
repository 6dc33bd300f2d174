"""Transcripts that hold microRNAs off their targets: ``circX raises Y by sponging miR-1`` says miR-1 lowers Y."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.core.records import EntityType, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import BE
from pipeline.relate.drafts import Draft
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.subjects import Reader

_MARKER, _MIRNA = EntityType.MARKER, EntityType.MIRNA
_TARGETS, _REGULATES = RelationType.TARGETS, RelationType.REGULATES
_MEANS = frozenset({"by", "via", "through", "as", "upon"})
_OF = frozenset({"of", "for", "to", "against", "on"})
_AHEAD, _BACK, _SURE = 7, 24, 0.65


@dataclass(frozen=True, slots=True)
class _Held:
    """A transcript (None where none is named) holds microRNAs; ``means``: that is how it does what stands before."""

    at: int
    transcript: Phrase | None
    micros: tuple[Phrase, ...]
    means: bool


def sponged(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """The drafts of a row, those of microRNAs that a transcript holds put right, and what follows added.

    What the transcript raises, the microRNA that it holds lowers, and the other way round: a microRNA that seemed to
    raise what its holder raises lowers it, and the holder raises it.
    """
    found = list(drafts)
    for held in _held(reader):
        found = _put_right(reader, held, found)
    return found


def _put_right(reader: Reader, held: _Held, drafts: list[Draft]) -> list[Draft]:
    micros = {reader.row.mentions[p.mention].id: p for p in held.micros}
    own = None if held.transcript is None else reader.row.mentions[held.transcript.mention]
    start = reader.row.atoms[held.at].start
    kept: list[Draft] = []
    raised: dict[str, Draft] = {}  # by its tail: what the transcript acts on by holding
    for draft in drafts:
        if draft.type is _TARGETS and draft.head.id in micros and draft.polarity == "activates":
            raised.setdefault(draft.tail.id, draft)
            continue
        does = own is not None and draft.type is _REGULATES and name_of(draft.head) == name_of(own)
        if does and (draft.at > start or held.means) and draft.polarity != "inhibits":
            raised[draft.tail.id] = draft
        kept.append(draft)
    known = {(d.type, d.head.id, name_of(d.tail)) for d in kept if d.rule != "weak"}
    for draft in raised.values():
        tail = draft.tail
        new = own is not None and (_REGULATES, own.id, name_of(tail)) not in known and name_of(own) != name_of(tail)
        if own is not None and new and draft.type is _TARGETS:
            kept.append(replace(draft, type=_REGULATES, head=own, rule="sponge", confidence=_SURE))
        polarity = "inhibits" if draft.polarity == "activates" else "unspecified"
        for phrase in held.micros:
            head = reader.row.mentions[phrase.mention]
            if (_TARGETS, head.id, name_of(tail)) not in known:
                kept.append(
                    replace(draft, type=_TARGETS, head=head, polarity=polarity, rule="sponge", confidence=_SURE)
                )
    return kept


def _held(reader: Reader) -> Iterator[_Held]:
    """The words of a row that say of microRNAs that a transcript holds them, in text order."""
    has = reader.lexicon.has
    for atom in reader.row.atoms:
        verb, noun = has("sponges.verbs", atom.low), has("sponges.nouns", atom.low)
        binding = has("sponges.binding", atom.low)
        if atom.mention >= 0 or not (verb or noun or binding):
            continue
        at = atom.index
        if any(has("negation.words", reader.row.word(i)) for i in range(max(0, at - 3), at)):
            continue
        micros = _behind(reader, at, noun)
        before = list(reader.between(max(0, at - _BACK), at))
        if not micros and (noun or (reader.row.word(at - 1) in BE and reader.row.word(at + 1) == "by")):
            micros = _before(reader, at, noun)
            if not noun:  # "miR-1 is sponged by circX"
                before = [p for p in reader.between(at + 1, at + _AHEAD) if p.preposition == "by"]
        if not micros:
            continue
        holders = [p for p in before if p.type is _MARKER and p.group != micros[0].group]
        named = [p for p in holders if _transcript(reader, p)]
        if binding and not named:
            continue
        holder = (named or holders)[-1] if holders else None
        near = {reader.row.word(i) for i in range(max(0, at - 4), at)}
        yield _Held(at, holder, micros, bool(near & _MEANS))


def _behind(reader: Reader, at: int, noun: bool) -> tuple[Phrase, ...]:
    """``sponging miR-1 and miR-2``, ``a sponge for miR-1``, ``binds to miR-1``."""
    after = reader.between(at + 1, at + _AHEAD)
    if not after or after[0].type is not _MIRNA:
        return ()
    words = {reader.row.word(i) for i in range(at + 1, after[0].at)}
    if words & {",", ";", "and", "by", "but", "which", "that"} or (noun and words and not words & _OF):
        return ()
    return _list(reader, after[0])


def _before(reader: Reader, at: int, noun: bool) -> tuple[Phrase, ...]:
    """``a miR-1 sponge``, ``miR-1 is sponged``."""
    before = reader.between(max(0, at - (3 if noun else 6)), at)
    return _list(reader, before[-1]) if before and before[-1].type is _MIRNA else ()


def _list(reader: Reader, phrase: Phrase) -> tuple[Phrase, ...]:
    return tuple(listed(reader.phrases, phrase, _MIRNA))


def _transcript(reader: Reader, phrase: Phrase) -> bool:
    """Whether a name is that of a long or circular RNA: by how it is written or by the word before it."""
    name = reader.row.mentions[phrase.mention].surface.lower()
    if reader.lexicon.has("sponges.kinds", reader.row.word(phrase.at - 1)):
        return True
    lists = reader.lexicon.lists
    return (
        name in lists["sponges.names"]
        or name.startswith(tuple(lists["sponges.starts"]))
        or any(end in name for end in lists["sponges.parts"])
    )

"""Relations of a sentence: its claims read by type of agent and theme, each with polarity, rule and trigger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.records import ARGUMENTS, EntityType, Mention, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.aside import aside
from pipeline.relate.cargo import LADEN, cargo_claims
from pipeline.relate.changes import change_claims
from pipeline.relate.claims import Agent, Claim
from pipeline.relate.contents import content_claims
from pipeline.relate.cues import speculative
from pipeline.relate.derivation import their_own
from pipeline.relate.drafts import Draft as Draft
from pipeline.relate.drafts import best, once, respective
from pipeline.relate.frames import Frames
from pipeline.relate.holders import in_vesicles, secreted
from pipeline.relate.instruments import is_marker
from pipeline.relate.markers import marker_claims
from pipeline.relate.nouns import noun_claims
from pipeline.relate.oncells import acted_on, worth_to
from pipeline.relate.sponges import sponged
from pipeline.relate.subjects import Reader
from pipeline.relate.transfer import transfer_claims
from pipeline.relate.verbs import verb_claims
from pipeline.relate.weak import weak_claims

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_REGULATING = frozenset({"up", "down", "affect", "target", "mediate", "secrete"})
#: effects by which a protein acts on a microRNA; what binds one may be its target all the same
_DRIVES = frozenset({"up", "down", "affect"})
#: types of relation in which the head does something
ACTIONS = frozenset({RelationType.REGULATES, RelationType.MODULATES, RelationType.ACTS_ON})
_SIGNS = {1: "activates", -1: "inhibits", 0: "unspecified"}
_BEARS = frozenset({"bear", "bears", "bore", "bearing", "borne"})
_NUMBERED = re.compile(r"CD\d+", re.IGNORECASE)
_VARIANTS = frozenset({"variant", "variants", "mutation", "mutations", "mutant", "mutants", "allele", "alleles",
                       "polymorphism", "polymorphisms", "deletion", "knockout", "transgene"})  # fmt: skip


def read(reader: Reader, frames: Frames | None = None) -> list[Draft]:
    """All relations that one row of atoms states, the surest reading of each pair only."""
    told = [*_claims(reader), *(frames.claims() if frames is not None else ())]
    claims = [in_vesicles(reader, secreted(reader, p)) for claim in told for p in _molecules(reader, claim)]
    drafts = [draft for claim in claims for draft in _draft(reader, claim)]
    if frames is not None:
        drafts = [d for d in drafts if not frames.vetoes(d.at, d.tail, d.rule)]
    drafts += _carried(reader)
    drafts = sponged(reader, drafts)
    drafts += _weak(reader, drafts, claims)
    return respective(reader, once(best(reader, drafts)))


def _weak(reader: Reader, drafts: list[Draft], claims: list[Claim]) -> list[Draft]:
    """What is left of microRNAs and proteins that no rule has joined to anything but their carriers.

    A protein that a claim has act on a microRNA (``p53 induces miR-34a``) is no target of it.
    """
    place = {reader.row.mentions[p.mention].id: p.mention for p in reader.phrases}
    joined = [
        (place.get(d.head.id, -1), place.get(d.tail.id, -1))
        for d in drafts
        if d.type not in (RelationType.CARRIES, RelationType.EXPRESSES)
    ]
    driven = {
        (c.agent.inside, c.theme.phrase.mention)
        for c in claims
        if c.agent.mention.type is _MARKER
        and reader.row.mentions[c.theme.phrase.mention].type is _MIRNA
        and c.effect in _DRIVES
    }
    return [draft for claim in weak_claims(reader, joined, driven) for draft in _draft(reader, claim)]


def _claims(reader: Reader) -> Iterator[Claim]:
    yield from verb_claims(reader)
    yield from noun_claims(reader)
    yield from marker_claims(reader)
    yield from change_claims(reader)
    yield from content_claims(reader)
    yield from cargo_claims(reader)
    yield from transfer_claims(reader)
    yield from their_own(reader)


def _molecules(reader: Reader, claim: Claim) -> Iterator[Claim]:
    """A pathway that acts stands for the molecules in its name (``the X/Y axis activates Z``), at most three."""
    agent = claim.agent
    if agent.mention.type is not _PATHWAY:
        yield claim
        return
    parts = [m for m in reader.row.inner.get(agent.inside, ()) if m.type in (_MARKER, _MIRNA)]
    acts = claim.theme.phrase.type is _PATHWAY and len(parts) <= 3
    for part in parts if acts and claim.theme.phrase.mention != agent.inside else ():
        yield replace(claim, agent=Agent(part, agent.sign), confidence=claim.confidence - 0.2)


def _draft(reader: Reader, claim: Claim) -> Iterator[Draft]:
    agent, theme = claim.agent, claim.theme
    tail = reader.row.mentions[theme.phrase.mention]
    head = agent.mention
    same = name_of(head) == name_of(tail) or head.surface.casefold() == tail.surface.casefold()
    if head.id == tail.id or (same and not agent.vesicle):
        return
    read_as = None if aside(reader, claim) else _type(reader, claim, head, tail)
    if read_as is None:
        return
    kind, polarity = read_as
    if polarity == "":
        polarity = worth_to(reader, claim)
    if kind is RelationType.DERIVED_FROM and theme.preposition in ("into", "to"):
        head, tail = tail, head
    if kind is RelationType.ACTS_ON and claim.effect == "uptake" and not agent.vesicle:
        head, tail = (tail, head) if theme.phrase.vesicle >= 0 else (head, tail)
        if theme.phrase.vesicle < 0:
            return
    if claim.negated:
        if kind is RelationType.CARRIES and is_marker(reader, theme.phrase):
            kind = RelationType.EXPRESSES  # "carries A but not B", both known for markers
        if kind is not RelationType.EXPRESSES:
            return
        polarity = "absent"
    heads, tails = ARGUMENTS[kind]
    if head.type not in heads or tail.type not in tails:
        return
    places = [reader.row.place[theme.phrase.mention], claim.at] + (
        [reader.row.place[agent.inside]] if agent.inside >= 0 else []
    )
    doubt = claim.rule not in (LADEN, "made") and speculative(
        reader.row, claim.at, min(places), max(places), reader.lexicon
    )
    trigger = reader.row.atoms[claim.at]
    word = trigger.low or reader.row.word(claim.at - 1)
    yield Draft(kind, head, tail, polarity, claim.rule, word, claim.confidence, agent.cross, doubt, trigger.start)


def _type(reader: Reader, claim: Claim, head: Mention, tail: Mention) -> tuple[RelationType, str | None] | None:
    """The relation type and polarity that a claim's effect has between these two types; None where it has none."""
    agent, theme, effect = claim.agent, claim.theme, claim.effect
    worth = abs(theme.sign) if claim.rule.startswith("restore") else theme.sign  # "restored the lowered levels of X"
    own = agent.sign * worth * (1 if theme.detached else claim.sign)
    if effect == "derive":
        vesicles = agent.vesicle or theme.phrase.vesicle >= 0
        if head.type is tail.type is _CELL and theme.preposition in ("from", "into", "to") and not vesicles:
            return RelationType.DERIVED_FROM, None
        return None
    if head.type is _CELL and tail.type is _CELL:
        return acted_on(claim)
    if tail.type is _CELL:
        return None
    if (
        effect in ("carry", "hold", "level", "express", "secrete", "lack")
        and head.type is _CELL
        and tail.type is not _PATHWAY
    ):
        if theme.phrase.type is _MARKER and theme.sign <= 0 and effect not in ("hold", "level"):
            return None
        return _holding(reader, claim, tail)
    if claim.rule == "depend" and tail.type is _MARKER:
        return None  # what depends on a protein does not act on it: the tree tells who does
    if effect not in _REGULATING or (agent.step and tail.type is not _PATHWAY):
        return None
    if theme.preposition and theme.preposition not in ("of", "for", "on", "in", "to" if effect == "target" else "of"):
        return None
    if theme.preposition in ("in", "on") and not _of_action(reader, theme.phrase.preposition_at):
        return None  # "migration in X gels"
    if tail.type is _PATHWAY:
        return RelationType.MODULATES, _SIGNS[own]
    if head.type is _MIRNA:
        return (RelationType.TARGETS, _SIGNS[own]) if tail.type is _MARKER else None
    if tail.type is _MARKER and head.type in (_CELL, _MARKER) and not agent.carrier:
        return RelationType.REGULATES, _SIGNS[own]
    return None


def _of_action(reader: Reader, at: int) -> bool:
    """Whether a noun of action, or a verb with its preposition, stands right before one: ``increase in X``."""
    return any(place in reader.nominal or any(v.at == place for v in reader.verbs) for place in (at - 1, at - 2))


def _holding(reader: Reader, claim: Claim, tail: Mention) -> tuple[RelationType, str] | None:
    agent, theme, effect, word = claim.agent, claim.theme, claim.effect, reader.row.word(claim.at)
    near = {reader.row.word(at) for at in range(claim.at + 1, claim.at + 5)}
    behind = {reader.row.word(at) for at in range(reader.last(theme.phrase) + 1, reader.last(theme.phrase) + 4)}
    seen = "on" in near and bool({"surface", "surfaces"} & near)
    surface = seen if effect == "hold" else {"on", "their", "surface"} <= behind
    if effect in ("hold", "carry") and tail.type is _MARKER and surface:
        return RelationType.EXPRESSES, "present"  # "is present on the surface of exosomes"
    if effect == "carry" and not agent.vesicle and near & _VARIANTS:
        return None  # "cells carrying variants of X"
    if effect == "hold" and agent.vesicle and _transcript(reader, claim):
        return RelationType.CARRIES, "enriched" if word.startswith("enrich") else "present"
    if effect == "secrete" and agent.cross and tail.type is _MARKER:
        return RelationType.EXPRESSES, "present"  # "they produce X" are the cells
    if (
        (effect in ("hold", "secrete") or word in _BEARS or (effect == "carry" and _NUMBERED.match(tail.surface)))
        and tail.type is _MARKER
        and is_identity(reader, tail)
        and not word.startswith("enrich")
    ):
        return RelationType.EXPRESSES, "present"
    if effect == "level":
        return RelationType.CARRIES, "enriched" if claim.sign > 0 else "depleted"
    if effect == "express" and word.startswith("overexpress") and reader.row.atoms[claim.at - 1].vesicle:
        return RelationType.CARRIES, "enriched"  # "X-EVs overexpressing Y", not "EVs of X overexpressing Y"
    if effect in ("express", "lack"):
        if tail.type is _MIRNA:
            return (RelationType.CARRIES, "present") if agent.vesicle and effect == "express" else None
        return RelationType.EXPRESSES, "present" if effect == "express" else "absent"
    if tail.type is _MARKER and effect in ("hold", "secrete") and not agent.vesicle:
        return RelationType.EXPRESSES, "present"
    if effect == "hold" and word.startswith("enrich"):
        return RelationType.CARRIES, "enriched"
    return RelationType.CARRIES, "present"


def _transcript(reader: Reader, claim: Claim) -> bool:
    """``contain mRNAs for X and Y``, ``X mRNA``: a transcript is cargo, whatever its protein tells."""
    phrase = claim.theme.phrase
    first, last = reader.first(phrase), reader.last(phrase)
    near = {reader.row.word(at) for at in (*range(max(0, first - 4), first), last + 1)}
    return bool(near & {"mrna", "mrnas", "transcript", "transcripts"}) and "protein" not in near


def is_identity(reader: Reader, marker: Mention) -> bool:
    """Whether a protein tells cells or vesicles apart: by its name, or by the words of its sentence."""
    if is_marker(reader, next(p for p in reader.phrases if reader.row.mentions[p.mention] == marker)):
        return True
    return any(reader.lexicon.has("identity.context", a.low) for a in reader.row.atoms if a.mention < 0)


def _carried(reader: Reader) -> Iterator[Draft]:
    """``exosomal miR-21 from MSCs``: what the words around a molecule say of its carrier."""
    for phrase in reader.phrases:
        for carrier in phrase.carriers:
            head, tail = reader.row.mentions[carrier], reader.row.mentions[phrase.mention]
            told = tail.type is _MARKER and (phrase.surface or is_identity(reader, tail))
            kind = RelationType.EXPRESSES if told else RelationType.CARRIES
            told_more = reader.row.hyphened(phrase.at + 2) and reader.row.word(phrase.at + 2) == "enriched"
            polarity = "enriched" if told_more and kind is RelationType.CARRIES else "present"
            yield Draft(kind, head, tail, polarity, "cargo", "exosomal", 0.75, False, False, tail.start)

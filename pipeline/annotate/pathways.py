"""The pathway composer: participants joined by ``/`` or a hyphen, with the head words that make them a pathway.

Participants are the markers and microRNAs that were found, small molecules and physiological systems that name
pathways without being markers (``S1P``, ``calcium``), and unknown symbols joined to a known one. A chain becomes a
pathway by its head words (``signalling pathway``, ``axis``, ``inflammasome``), by a list that ``pathways such as``
opens, by coordination with a name that has its head, or bare, where one of two or more joined names is a key name of
signalling (``Wnt/β-catenin``, ``PI3K/AKT``) or the same chain has a head elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from pipeline.annotate.pathwaybrackets import before_slash, long_forms, written_out
from pipeline.annotate.pathwaylists import coordinated, listed, unnamed
from pipeline.annotate.pathwaywords import HYPHEN, Chain, Names, Participant, PathwayName, head_pattern, options
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

_JOIN = re.compile(rf"\s?/\s?|\s?{HYPHEN}\s?")
#: what may join a name to the bracket before it: a slash, or a hyphen without blanks
_JOINED = re.compile(rf"\s?/\s?|{HYPHEN}(?=\w)")
#: further numbers of a family's members: ``Smad1/5/9``, ``Smad 2/3``
_NUMBERS = re.compile(
    r"(?<=\d)(?:/\d{1,2})+(?![\w-])|(?<=[A-Za-z])\s?\d{1,2}(?:/\d{1,2})+(?![\w-])|(?<=IFN)-I{1,3}(?![\w-])"
)
_UNKNOWN = re.compile(r"[A-Za-zα-ω]*(?:[A-Z]|\d)[A-Za-z0-9α-ω]*(?:[-.][0-9A-Z][0-9A-Zα-ω.]*)*")
_UNKNOWN_BEFORE = re.compile(
    r"(?<![\w/.-])([A-Za-zα-ω]*[A-Z][A-Za-z0-9α-ω]*(?:[-.]\d[0-9A-Za-z.]*)*|(?:hsa_|mmu_)?circ_\d+)\s?/\s?$"
)
_BRACKET = re.compile(r"\s?\(([^()]{2,120})\)")
#: ``IRF3/IFN`` of ``IRF3/IFN-I``
_GOES_ON = re.compile(rf"{HYPHEN}[A-Z0-9]")
#: what may stand between several names and their head, whatever it says: ``PD-1/PD-L1 immunosuppressive axis``
_ADJECTIVE = re.compile(r"\s(?:[a-z]+-)?[a-z]{3,}(?:ive|[iu]al|nal|ral|tal|ic|ory|ary)(?=\s)")
#: an unknown word is the first of a phrase: ``Myeloid differentiation factor``
_PHRASE = re.compile(r"\s(?!signal|pathway|ax[ei]s|cascade|and\b|or\b|in\b)[a-z]")
#: what tells a family's members apart
_MEMBER = re.compile(rf"(?:\s|{HYPHEN})?(?:\d[\d/]*[A-Za-zα-ω]?|[α-ω])$")


class PathwayComposer:
    """Composes pathway names around the molecules that were found in a text.

    Parameters
    ----------
    folder
        Where ``pathways.tsv`` lies.

    Examples
    --------
    >>> text = "through the TLR4/NF-κB signalling pathway"
    >>> members = [Participant(12, 16, EntityType.MARKER), Participant(17, 22, EntityType.MARKER)]
    >>> [text[name.start : name.end] for name in PathwayComposer().find(text, members)]
    ['TLR4/NF-κB signalling pathway']
    """

    def __init__(self, folder: Path = PATTERNS) -> None:
        path = folder / "pathways.tsv"
        self._head = head_pattern(path)
        self._keys = Names(forms(path, "key"))
        lists = folder / "pathway_lists.tsv"
        #: what follows names that are compared or bind each other, and make no pathway
        self._no_chain = re.compile(rf"\s(?:\([^()]{{2,20}}\)\s)?(?:{options(forms(lists, 'no chain'))})\b")
        self._compared = re.compile(rf"\b(?:{options(forms(lists, 'no chain after'))})\s(?:the\s)?$")
        #: what is done to a receptor and its ligand, not to a pathway: ``PD-1/PD-L1 blockade``
        self._no_pair = re.compile(rf"\s(?:{options(forms(lists, 'no pair'))})")
        self._no_participants = frozenset(forms(path, "no participant"))
        self._others = Names(forms(path, "molecule", "process"))

    def participants(self, text: str, found: Sequence[Participant]) -> list[Participant]:
        """What was found, key names and molecules added, the longest of overlapping ones, in text order."""
        pool = list(found)
        keys, others = self._keys.spans(text), self._others.spans(text)
        pool = [
            replace(item, key=(item.start, item.end) in keys or self._keys.begin(text[item.start : item.end]))
            for item in pool
        ]
        pool = [
            item
            for item in pool
            if (item.start, item.end) not in others and text[item.start : item.end] not in self._no_participants
        ]
        taken = {(item.start, item.end) for item in pool}
        pool += [Participant(*span, EntityType.MARKER, True) for span in keys if span not in taken]
        pool += [Participant(*span, None) for span in others]
        pool.sort(key=lambda item: (item.start, -item.end, item.type is None))
        chosen: list[Participant] = []
        for item in pool:
            numbers = _NUMBERS.match(text, item.end)
            if numbers is not None and item.type is EntityType.MARKER:
                item = replace(item, end=numbers.end())
            if not chosen or item.start >= chosen[-1].end:
                chosen.append(item)
        return chosen

    def find(
        self,
        text: str,
        found: Sequence[Participant],
        same: Callable[[str, str], bool] = lambda one, other: one == other,
    ) -> list[PathwayName]:
        """Every pathway name of a text, in text order.

        Parameters
        ----------
        text
            A passage.
        found
            The markers and microRNAs in it.
        same
            Whether two names mean one molecule (``BNIP3L/NIX`` is no pathway).
        """
        if "athway" not in text and "ignal" not in text and "/" not in text and not self._head.search(text):
            return []
        participants = self.participants(text, found)
        chains = list(self._chains(text, participants))
        names: dict[tuple[int, int], PathwayName] = {}
        headed: set[str] = set()
        consumed: set[int] = set()
        for index, chain in enumerate(chains):
            if index in consumed:
                continue
            name = self._with_head(text, chain, chains, consumed)
            if name is None:
                continue
            headed.add(text[chain.start : chain.end].lower())
            names[name.start, name.end] = name
            head = text[chain.end : name.end].strip().lower()
            shared = head.endswith(("s", "signaling", "signalling")) and not head.endswith("axis")
            axis = head.endswith("axis") and len(chain.members) > 1
            for other in coordinated(text, chains, index):
                keyed = all(member.key for member in other.members + chain.members)
                if shared or keyed or (axis and len(other.members) > 1):
                    names.setdefault((other.start, other.end), other)
        for other in unnamed(text, chains):
            names.setdefault((other.start, other.end), other)
        for other in listed(text, chains, self._head):
            names.setdefault((other.start, other.end), other)
        for chain in chains:
            if len(chain.members) > 1 and self._stands_alone(text, chain, headed, same):
                names.setdefault((chain.start, chain.end), PathwayName(chain.start, chain.end, chain.members, "joined"))
        kept = [name for name in names.values() if not any(_within(name, other) for other in names.values())]
        return sorted(kept, key=lambda name: name.start)

    def _chains(self, text: str, participants: list[Participant]) -> Iterator[Chain]:
        starts = {item.start: item for item in participants}
        done = -1
        for item in participants:
            if item.start < done:
                continue
            members = [item]
            start = item.start
            while (before := _UNKNOWN_BEFORE.search(text, max(0, start - 40), start)) is not None and before.start(
                1
            ) >= done:
                if not _code_like(before[1]) and "circ_" not in before[1]:
                    break
                members.insert(0, self._unknown(before[1], *before.span(1)))
                start = before.start(1)
            while (join := self._join(text, members[-1].end, starts)) is not None:
                following = starts.get(join.end())
                if following is None:
                    unknown = _UNKNOWN.match(text, join.end())
                    if (
                        unknown is None
                        or not _code_like(unknown[0])
                        or (unknown[0].istitle() and _PHRASE.match(text, unknown.end()) is not None)
                        or any(join.end() <= other < unknown.end() for other in starts)
                        or text[unknown.end() : unknown.end() + 1].isalnum()
                        or ("/" not in join[0] and not self._head.match(text, unknown.end()))
                    ):
                        break
                    following = self._unknown(unknown[0], *unknown.span())
                elif "/" not in join[0] and not _tight(join[0]):
                    break
                members += [item for place, item in starts.items() if members[-1].end < place < join.start()]
                members.append(following)
            done = members[-1].end
            yield Chain(members[0].start, done, tuple(members))

    def _unknown(self, word: str, start: int, end: int) -> Participant:
        """A part of a chain that no source has: a molecule, but for states and cells (``Hypoxia/HIF-1α``)."""
        return Participant(start, end, None if word in self._no_participants else EntityType.MARKER)

    @staticmethod
    def _join(text: str, position: int, starts: dict[int, Participant]) -> re.Match[str] | None:
        """What joins the next member, over a bracketed long form too: ``TGF (transforming growth factor)/SMAD``."""
        bracket = _BRACKET.match(text, position)
        if bracket is not None and (inner := starts.get(bracket.start(1))) is not None and inner.end == bracket.end(1):
            return _JOINED.match(text, bracket.end())
        return _JOIN.match(text, position)

    def _with_head(self, text: str, chain: Chain, chains: list[Chain], consumed: set[int]) -> PathwayName | None:
        head = self._head.match(text, chain.end)
        if head is None and len(chain.members) > 1 and (adjective := _ADJECTIVE.match(text, chain.end)) is not None:
            head = self._head.match(text, adjective.end())
        if head is not None:
            return PathwayName(chain.start, head.end(1), chain.members, "head")
        bracket = _BRACKET.match(text, chain.end)
        if bracket is not None and (head := self._head.match(text, bracket.end())) is not None:
            inner = [
                (index, other) for index, other in enumerate(chains)
                if bracket.start() < other.start and other.end <= bracket.end()
            ]  # fmt: skip
            consumed.update(index for index, _ in inner)
            members = chain.members + tuple(member for _, other in inner for member in other.members)
            outer = written_out(text, chain, bracket[1], bracket.start())
            start = outer[0].start if outer else chain.start
            return PathwayName(start, head.end(1), outer + members, "bracket")
        if text[chain.start - 1 : chain.start] == "(" and text[chain.end : chain.end + 1] == ")":
            head = self._head.match(text, chain.end + 1)
            outer = long_forms(text, chain) if head is not None else ()
            if head is not None and outer:
                outer = before_slash(text, outer[0].start, chains) + outer
                return PathwayName(outer[0].start, head.end(1), outer + chain.members, "bracket")
        return None

    def _stands_alone(self, text: str, chain: Chain, headed: set[str], same: Callable[[str, str], bool]) -> bool:
        surface = text[chain.start : chain.end]
        keyed = any(member.key for member in chain.members)
        if _GOES_ON.match(text, chain.end) or self._compared.search(text, max(0, chain.start - 40), chain.start):
            return False
        if self._no_chain.match(text, chain.end) or (not keyed and self._no_pair.match(text, chain.end)):
            return False
        if surface.lower() in headed:
            return True
        names = [text[member.start : member.end] for member in chain.members]
        if any(same(one, other) or _siblings(one, other) for one, other in pairwise(names)):
            return False
        if "/" not in surface:  # "PI3K-AKT", but not "CD9-VEGF"
            return all(member.key for member in chain.members)
        return keyed


@cache
def pathway_composer(folder: Path = PATTERNS) -> PathwayComposer:
    """The composer over a folder's lists, made once."""
    return PathwayComposer(folder)


def _code_like(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    return len(word) >= 2 and (
        capitals >= 2 or (capitals >= 1 and any(c.isdigit() for c in word)) or (capitals == 1 and len(word) >= 4)
    )


def _siblings(one: str, other: str) -> bool:
    """Whether two names are members of one family: ``STAT1/STAT3`` are no pathway."""
    stems = [_MEMBER.sub("", name) for name in (one, other)]
    return one != other and stems[0].casefold() == stems[1].casefold()


def _tight(join: str) -> bool:
    return not join.startswith(" ") or join.endswith(" ")


def _within(name: PathwayName, other: PathwayName) -> bool:
    return other.start <= name.start and name.end <= other.end and (other.start, other.end) != (name.start, name.end)

"""Pathways named in lists: what opens a list, coordination with a name that has the head, lists with an unnamed end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.annotate.pathwaywords import HYPHEN, Chain, PathwayName, options
from pipeline.annotate.patterns import PATTERNS, forms

_LIST = PATTERNS / "pathway_lists.tsv"


def _any(kind: str) -> str:
    return options(forms(_LIST, kind))


_SAYS = rf"(?:{_any('opens')}),?\s(?:the\s)?"
#: a second head after ``and`` makes it a list of more than pathways
_OPENER = re.compile(
    rf"\b(?:{_any('head')}|{_any('plural head')})(?P<mixed>(?:\s\w+)?\s(?:and|or)\s\w+)?"
    rf"(?:\s\w+){{0,3}}\s?[,(:\u2013\u2014-]?\s?{_SAYS}"
    rf"|\b(?:{_any('plural head')})\s(?P<bracket>\()(?:the\s)?",
    re.IGNORECASE,
)
#: what opens a list less plainly: only key names count, and only where nothing follows that they belong to
_LOOSE = re.compile(
    rf"\b(?:(?:{_any('plural head')})(?!\sanalys)|signall?ing\smechanisms)(?:"
    rf"(?:\s[\w-]+){{0,8}}?\s(?:{_any('says')})(?:\sthe)?\s"
    r"|[^.;:()]{0,90}:\s(?:the\s)?)"
    r"|\b(?P<one>signall?ing\spathway\s\()",
    re.IGNORECASE,
)
#: a list in apposition: ``the developmental pathways, Wnt and Notch, act``
_APPOSITION = re.compile(rf"(?<!these\s)(?<!both\s)\b(?:{_any('plural head')}),\s(?:the\s)?", re.IGNORECASE)
_LIST_END = re.compile(rf"\s?(?:[.,;:)\u2013\u2014]|$)|\s(?:{_any('ends')})\b")
#: what follows a name that is a molecule's in a list of pathways, too: ``HIF inhibitors``, ``PARP1-mediated repair``
_NO_PATHWAY = re.compile(rf"\s?{HYPHEN}\s?[a-z]{{3}}|\s(?:{_any('molecule')})")
_SEPARATOR = re.compile(r"\s?(?:,\s(?:and|or|as\swell\sas)\s|[,;]\s|\s(?:and|or|as\swell\sas|&)\s)(?:the\s|in\s)?")
_SEPARATOR_BEFORE = re.compile(r"(?:,\s(?:and|or|as\swell\sas)\s|,\s|\s(?:and|or|as\swell\sas|&)\s)(?:the\s)?$")
_BRACKET = re.compile(r"\s?\(([^()]{2,120})\)")
#: a list's last member that names no pathway: ``Notch and metabolic pathways``
_UNNAMED = re.compile(rf",?\s(?:and|or)\s(?:[a-z-]+\s){{1,2}}(?:{_any('plural head')})\b")


def coordinated(text: str, chains: Sequence[Chain], index: int) -> Iterator[PathwayName]:
    """The chains that share the head of the one at ``index``: ``BDNF`` of ``BDNF and Nrf2 pathways``.

    Examples
    --------
    >>> chains = [Chain(0, 4, ()), Chain(9, 13, ())]
    >>> [(name.start, name.end) for name in coordinated("BDNF and Nrf2 pathways", chains, 1)]
    [(0, 4)]
    """
    start = chains[index].start
    for other in reversed(chains[:index]):
        separator = _SEPARATOR_BEFORE.search(text, other.end, start)
        if separator is None or separator.start() != other.end:
            return
        if text[other.start : other.end] == text[chains[index].start : chains[index].end]:
            return  # "inhibited NLRP3, and the NLRP3 inflammasome": two clauses
        yield PathwayName(other.start, other.end, other.members, "coordination")
        start = other.start


def unnamed(text: str, chains: Sequence[Chain]) -> Iterator[PathwayName]:
    """Key names in a list whose last member has the head and no name: ``Wnt, Notch and metabolic pathways``."""
    for index, chain in enumerate(chains):
        if _is_key(chain) and _UNNAMED.match(text, chain.end):
            yield PathwayName(chain.start, chain.end, chain.members, "coordination")
            yield from (name for name in coordinated(text, chains, index) if any(m.key for m in name.members))


def listed(text: str, chains: Sequence[Chain], head: re.Pattern[str]) -> Iterator[PathwayName]:
    """The chains in the lists of pathways that a text opens.

    Parameters
    ----------
    text
        A passage.
    chains
        All chains in it.
    head
        What makes a pathway of the name before it; a member that has one of its own is no list's.
    """
    starts = {chain.start: chain for chain in chains}
    for opener in _OPENER.finditer(text):
        for chain, own, _ in _members(text, starts, opener.end(), head):
            if opener["bracket"] and len(chain.members) < 2 and not _is_key(chain):
                break  # "exocytosis pathways (Rab3B, Rab3D)": what takes part, no pathways
            if opener["mixed"] and not _is_key(chain):
                continue  # "pathways and regulators, such as Wnt and leptin"
            if not own and _NO_PATHWAY.match(text, chain.end) is None:
                yield _name(chain)
    named = {chain.end for chain in chains}
    for opener in _LOOSE.finditer(text):
        if opener["one"] and opener.start() - 1 in named:
            continue  # "the Wnt signaling pathway (LRP6, β-catenin)": its molecules
        yield from _sure(text, list(_members(text, starts, opener.end(), head)))
    for opener in _APPOSITION.finditer(text):
        members = list(_members(text, starts, opener.end(), head))
        if len(members) > 1 and text[members[-1][2] : members[-1][2] + 1] in {",", ".", ")"}:
            yield from _sure(text, members)


def _sure(text: str, members: list[tuple[Chain, bool, int]]) -> Iterator[PathwayName]:
    """The members of a list, up to the first that is no key name or is said to do something."""
    before: Chain | None = None
    for chain, own, end in members:
        short = before is not None and text[before.end : chain.start] == " ("
        before = chain
        if not (_is_key(chain) or short) or not (own or _SEPARATOR.match(text, end) or _LIST_END.match(text, end)):
            return
        if not own:
            yield _name(chain)


def _members(
    text: str, starts: dict[int, Chain], position: int, head: re.Pattern[str]
) -> Iterator[tuple[Chain, bool, int]]:
    """The chains of a list, short forms in brackets too: whether each has a head of its own, and where it ends."""
    while (chain := starts.get(position)) is not None:
        own = head.match(text, chain.end)
        end = own.end() if own else chain.end
        bracket = _BRACKET.match(text, end)
        short = starts.get(bracket.start(1)) if bracket is not None else None
        after = bracket.end() if bracket is not None else end
        yield chain, own is not None, after
        if bracket is not None and short is not None and short.end == bracket.end(1):
            yield short, False, after
        separator = _SEPARATOR.match(text, after)
        if separator is None:
            return
        position = separator.end()


def _is_key(chain: Chain) -> bool:
    return any(member.key for member in chain.members)


def _name(chain: Chain) -> PathwayName:
    return PathwayName(chain.start, chain.end, chain.members, "list")

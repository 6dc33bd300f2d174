"""The plain data between reading and relations: agents, themes and the claims that join them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.records import Mention
from pipeline.relate.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts.

    ``sign`` is -1 where the words take its function away (``knockdown of X``); ``vesicle``: its vesicles are meant;
    ``cross``: it was found in an earlier sentence; ``carrier``: it stands for the molecule that its vesicles carry;
    ``step``: it was acted on in the same sentence and acts in turn;
    ``inside``: its index among the row's mentions, -1 for a mention from elsewhere.
    """

    mention: Mention
    sign: int = 1
    vesicle: bool = False
    cross: bool = False
    carrier: bool = False
    inside: int = -1
    step: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What is acted on.

    ``sign`` is the product of the signs of the nouns on the way to it (``inhibition of X``: -1); ``detached``: the
    verb's own sign does not reach it (``…, with a decrease in X``); ``preposition`` is one of place, ``""`` for a
    direct object; ``process``: what is said to happen to a cell; ``behind``: another object stands before it.
    """

    phrase: Phrase
    sign: int = 1
    detached: bool = False
    preposition: str = ""
    process: str = ""
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """An agent and a theme that a trigger joins; ``at`` is the trigger's atom."""

    agent: Agent
    theme: Theme
    effect: str
    sign: int
    rule: str
    at: int
    negated: bool = False
    confidence: float = 0.8

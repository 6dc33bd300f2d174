"""The words that relations hang on, as data: triggers with their inflected forms, and lists that steer the reading."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core.errors import PatternError
from pipeline.relate.inflection import inflect

TRIGGERS = "relation_triggers.toml"
WORDS = "relation_words.toml"
TABLES = "relation_tables.toml"

EFFECTS = frozenset(
    {"up", "down", "affect", "target", "carry", "hold", "express", "lack", "secrete"}
    | {"derive", "uptake", "mediate", "change", "reside", "other"}
)

#: the lists that must stand in ``relation_words.toml``: table -> names of its lists
_LISTS: Mapping[str, tuple[str, ...]] = {
    "vesicles": ("words", "between", "cargo", "source"),
    "processes": (
        *("good", "bad", "neutral", "unclear", "states", "counts", "turns", "powers", "level", "kind", "unkind"),
    ),
    "loss": ("words", "experiments"),
    "prepositions": ("words", "instrument", "locative", "stop"),
    "negation": ("words",),
    "speculation": ("modal", "strong", "sentence", "past"),
    "anaphora": ("determiners", "pronouns"),
    "agents": ("treated", "treating", "treatment"),
    "verbs": ("words",),
    "contents": ("abundant", "nouns", "lists", "carriers", "level_words", "enriched", "own"),
    "bearing": ("surface", "high", "low", "characterized", "subset", "not"),
    "sponges": ("verbs", "nouns", "binding", "kinds", "names", "starts", "parts"),
    "identity": ("words", "known", "context"),
    "parse": ("dependent", "back_nouns", "light_nouns", "class_nouns", "powers", "enabling", "leading", "low"),
    "grammar": (
        "after_participle",
        "before_noun",
        "opens_clause",
        "hands_on",
        "intransitive",
        "own_state",
        "enriching",
        "accompany",
        "enclosed",
        "positive_kind",
        "negative_kind",
        "of_theme",
        "negative_adverbs",
        "positive_adverbs",
        "linking",
        "holding",
        "made_to_express",
        "noun_tail",
        "less",
        "more",
        "nounlike",
        "about_vesicles",
        "likening",
        "apposing",
        "listing",
        "of_lists",
        "no_cause",
        "meeting",
        "weak",
        "animals",
        "minus",
        "elsewhere",
        "opens_sentence",
        "state",
        "protein_state",
        "pairing",
        "outcome",
        "of_next",
        "telling",
    ),
}

#: the lists of ``[findings]`` in ``relation_tables.toml``
_FINDINGS = (
    *("more", "less", "high", "low", "compare", "cells", "holds", "effects"),
    *("kinds_mirna", "kinds_other", "bare", "ailing", "head_up", "head_down"),
)


#: the ``[[wording]]`` entries of ``relation_tables.toml``; each is the list ``wording.<id>``
_WORDINGS = (
    *("denying", "state", "shown", "solely", "reagents", "aimed", "showing", "serving", "handing", "handed", "with"),
    *("media", "making", "aside", "products", "made from", "all"),
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One inflected form of a trigger word.

    ``form`` is ``base``, ``s``, ``ed``, ``past`` (finite only), ``part`` (participle only), ``ing``, ``noun``,
    ``adjective``, ``degree`` (*higher*) or ``role`` (*inhibitor*); ``particle`` is the word
    that must follow (``take`` *up*), ``""`` where none must.
    """

    rule: str
    effect: str
    sign: int
    form: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A marked-up sentence of the data and the relations that must be found in it (none for a negative one)."""

    entry: str
    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All triggers by inflected form, the word lists by ``table.name``, the table heads, and the test sentences."""

    triggers: Mapping[str, tuple[Trigger, ...]]
    lists: Mapping[str, frozenset[str]]
    tables: tuple[Mapping[str, Any], ...]  # column heads
    labels: tuple[Mapping[str, Any], ...]  # words before names in a cell
    rows: tuple[Mapping[str, Any], ...]  # test rows
    examples: tuple[Example, ...]
    digest: str = field(default="")

    def has(self, name: str, word: str) -> bool:
        """Whether a word stands in the list ``table.name``."""
        return word in self.lists[name]

    def with_vesicles(self, words: Iterable[str]) -> Lexicon:
        """The same lexicon with words that one document uses for vesicles (its own short forms)."""
        extra = frozenset(words) - self.lists["vesicles.words"]
        if not extra:
            return self
        lists = dict(self.lists)
        lists["vesicles.words"] = self.lists["vesicles.words"] | extra
        return replace(self, lists=lists)


@cache
def options(words: frozenset[str]) -> str:
    """A group for regular expressions that one of the words fits, the longest first, blanks of any width.

    Examples
    --------
    >>> options(frozenset({"no", "lack of"}))
    '(?:lack\\\\s+of|no)'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", r"\s+") for word in ordered) + ")"


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    try:
        data = path.read_bytes()
        return tomllib.loads(data.decode("utf-8")), data
    except OSError as error:
        raise PatternError(
            f"the pattern file cannot be read ({error.strerror})",
            where=str(path),
            remedy="restore models/patterns from the repository",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(
            f"the pattern file is no TOML ({error})", where=str(path), remedy="mend the line that it names"
        ) from error


def _examples(entry: Mapping[str, Any], name: str, where: str) -> list[Example]:
    positive, negative = entry.get("positive", []), entry.get("negative", [])
    if not positive or not negative:
        raise PatternError(
            f"entry {name!r} has {len(positive)} positive and {len(negative)} negative test sentences, it needs both",
            where=where,
            remedy="add marked-up sentences of your own",
        )
    found = [Example(name, text, tuple(expected)) for text, expected in positive]
    return found + [Example(name, text, ()) for text in negative]


def _test_rows(entry: Mapping[str, Any], where: str) -> Iterator[Mapping[str, Any]]:
    """The test row of a wording, once for each of its words."""
    cells = entry.get("cells", "")
    rows = [cells] if isinstance(cells, str) else list(cells)
    if not any("{}" in row for row in rows) or not entry.get("words"):
        raise PatternError(
            f"wording {entry.get('id')!r} has no words or no place {{}} for them in its test row",
            where=where,
            remedy="write both",
        )
    for word in entry["words"]:
        yield {**entry, "cells": [row.replace("{}", word) for row in rows]}


def _words(entry: Mapping[str, Any], key: str, name: str, where: str) -> list[str]:
    words = entry.get(key, [])
    if not isinstance(words, list) or any(not isinstance(w, str) or w != w.lower().strip() or not w for w in words):
        raise PatternError(
            f"{name}.{key} is not a list of lower-case words", where=where, remedy="write it as a list of strings"
        )
    return words


def _add_verbs(found: dict[str, list[Trigger]], entry: Mapping[str, Any], base: Trigger, where: str) -> None:
    for verb in _words(entry, "verbs", base.rule, where):
        parts = verb.split("/")
        particle = parts[0].split(" ")[1] if " " in parts[0] else ""
        for word, form in inflect("/".join(part.split(" ")[0] for part in parts)):
            _add(found, word, Trigger(base.rule, base.effect, base.sign, form, particle))
    for key, form in (("nouns", "noun"), ("adjectives", "adjective"), ("degrees", "degree"), ("roles", "role")):
        for noun in _words(entry, key, base.rule, where):
            word, _, particle = noun.partition(" ")
            _add(found, word, Trigger(base.rule, base.effect, base.sign, form, particle))
            if form in ("noun", "role"):
                _add(found, word + "s", Trigger(base.rule, base.effect, base.sign, form, particle))


def _add(found: dict[str, list[Trigger]], word: str, trigger: Trigger) -> None:
    known = found.setdefault(word, [])
    if trigger not in known:
        known.append(trigger)


def load_patterns(folder: Path) -> Lexicon:
    """Read and check the pattern files of ``folder``.

    Raises
    ------
    PatternError
        A file is missing or malformed, or an entry lacks a test sentence of either kind.
    """
    triggers: dict[str, list[Trigger]] = {}
    examples: list[Example] = []
    digest = hashlib.sha256()
    where = str(folder / TRIGGERS)
    data, raw = _read(folder / TRIGGERS)
    digest.update(raw)
    for entry in data.get("trigger", []):
        name = str(entry.get("id", ""))
        effect, sign = entry.get("effect"), entry.get("sign")
        if not name or effect not in EFFECTS or sign not in (-1, 0, 1):
            raise PatternError(
                f"trigger {name!r} has effect {effect!r} and sign {sign!r}; allowed are {sorted(EFFECTS)} and -1, 0, 1",
                where=where,
                remedy="mend the entry",
            )
        _add_verbs(triggers, entry, Trigger(name, effect, sign, ""), where)
        examples += _examples(entry, name, where)
    words, raw = _read(folder / WORDS)
    digest.update(raw)
    where = str(folder / WORDS)
    lists: dict[str, frozenset[str]] = {}
    for table, names in _LISTS.items():
        if table not in words:
            raise PatternError(f"the table [{table}] is missing", where=where, remedy="restore it")
        for name in names:
            lists[f"{table}.{name}"] = frozenset(_words(words[table], name, table, where))
        if words[table].get("positive"):
            examples += _examples(words[table], table, where)
    for verb in _words(words["verbs"], "words", "verbs", where):
        for word, form in inflect(verb):
            if form != "ing" or word not in lists["processes.level"]:  # "signaling pathways": a noun
                _add(triggers, word, Trigger("verb", "other", 0, form))
    tables, raw = _read(folder / TABLES)
    digest.update(raw)
    where = str(folder / TABLES)
    if "findings" not in tables:
        raise PatternError("the table [findings] is missing", where=where, remedy="restore it")
    for name in _FINDINGS:
        lists[f"findings.{name}"] = frozenset(_words(tables["findings"], name, "findings", where))
    heads = tuple(tables.get("head", []))
    for head in heads:
        whole = head.get("id") and head.get("words") and isinstance(head.get("weight"), int)
        if not whole or head.get("kind") not in ("source", "relation", "origin", "skip"):
            raise PatternError(
                f"table head {head.get('id')!r} needs an id, words, a weight, and a kind of source, relation, origin "
                "or skip",
                where=where,
                remedy="mend the entry",
            )
    wordings = {str(entry.get("id")): entry for entry in tables.get("wording", [])}
    for name in _WORDINGS:
        lists[f"wording.{name}"] = frozenset(_words(wordings.get(name, {}), "words", f"wording {name!r}", where))
    return Lexicon(
        {word: tuple(found) for word, found in sorted(triggers.items())},
        lists,
        heads,
        tuple(tables.get("label", [])),
        (*tables.get("row", []), *(row for entry in wordings.values() for row in _test_rows(entry, where))),
        tuple(examples),
        digest.hexdigest(),
    )

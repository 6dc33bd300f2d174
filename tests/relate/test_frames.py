"""Sentences with the trees that the trained parser makes of them: what each wording says, and what it does not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.records import Annotation, Document, Token
from pipeline.core.settings import RelateSettings
from pipeline.relate import Relater
from tests.relate.conftest import told

_DATA = Path(__file__).parent / "data"
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("frames.jsonl", "wordings.jsonl", "classes.jsonl")
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines()
]
Build = Callable[[str], tuple[Document, Annotation]]


def parsed(case: dict[str, Any], build: Build) -> tuple[Document, Annotation]:
    """The document of a case with its tokens."""
    document, annotation = build(case["text"])
    return document, replace(annotation, tokens=tuple(Token(*token) for token in case["tokens"]))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['frame']}: {c['text'][:60]}")
def test_sentence(case: dict[str, Any], relater: Relater, build: Build) -> None:
    document, annotation = parsed(case, build)
    assert sorted(told(r, document.text) for r in relater.relate(document, annotation)) == case["expected"]


def test_every_frame_has_both_kinds_of_sentences() -> None:
    kinds = Counter((c["frame"], c["positive"]) for c in CASES if c["frame"] != "wordings")
    assert {frame for frame, positive in kinds if positive} == {frame for frame, positive in kinds if not positive}


def test_trees_add_to_the_rules_and_can_be_switched_off(relater: Relater, build: Build) -> None:
    plain = Relater.load(RelateSettings(use_parse=False))
    more = 0
    for case in CASES:
        document, annotation = parsed(case, build)
        without = plain.relate(document, annotation)
        assert not any("/path" in r.rule for r in without)
        assert without == relater.relate(document, replace(annotation, tokens=()))
        more += len(relater.relate(document, annotation)) - len(without)
    assert more >= 20


def test_a_relation_of_the_tree_names_rule_trigger_and_score(relater: Relater, build: Build) -> None:
    case = next(c for c in CASES if c["text"].startswith("[SYT7|M] activated"))
    document, annotation = parsed(case, build)
    found = {r.rule: r for r in relater.relate(document, annotation)}
    assert found["activate/path"].trigger == "activated"
    assert 0 < found["activate/path"].confidence < found["activate"].confidence


@pytest.mark.parametrize("damage", ["loop", "beyond", "flat", "unlabelled"])
def test_a_damaged_tree_tells_nothing_and_takes_nothing_away(damage: str, relater: Relater, build: Build) -> None:
    by_tree = 0
    for case in CASES[:20]:
        document, annotation = parsed(case, build)
        count = len(annotation.tokens)
        tokens = []
        for i, token in enumerate(annotation.tokens):
            head = {"loop": (i + 1) % count, "beyond": count + 7, "flat": 0, "unlabelled": token.head}[damage]
            tokens.append(replace(token, head=head, dep="" if damage == "unlabelled" else token.dep))
        without = relater.relate(document, replace(annotation, tokens=()))
        assert relater.relate(document, replace(annotation, tokens=tuple(tokens))) == without
        by_tree += any("/path" in relation.rule for relation in relater.relate(document, annotation))
    assert by_tree >= 5  # whole trees do tell something of these sentences


def test_a_long_list_costs_no_more_than_its_pairs(relater: Relater, build: Build) -> None:
    names = " , ".join(f"[G{i}|M]" for i in range(60))
    document, annotation = build(f"[MSC|C]-Exos reduced {names}.")
    text = document.text
    tokens = [Token(0, 3, "MSC", "NN", "nn", 2), Token(3, 4, "-", "HYPH", "punct", 2)]
    tokens += [Token(4, 8, "exo", "NNS", "nsubj", 3), Token(9, 16, "reduce", "VBD", "ROOT", 3)]
    for mention in annotation.mentions[1:]:  # each coordinated with the one before: the deepest of trees
        head, dep = (3, "dobj") if len(tokens) == 4 else (len(tokens) - 1, "conj")
        tokens.append(Token(mention.start, mention.end, mention.surface, "NN", dep, head))
    found = relater.relate(document, replace(annotation, tokens=tuple(tokens)))
    assert len(found) == 60
    assert {text[slice(*map(int, r.tail.split(":")[1].split("-")))] for r in found} == {f"G{i}" for i in range(60)}

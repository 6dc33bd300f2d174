"""The pattern files: every test sentence in them holds, and damaged files are refused with a message that helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import PatternError
from pipeline.relate import PATTERNS
from pipeline.relate.inflection import inflect
from pipeline.relate.patterns import Example, load_patterns

LEXICON = load_patterns(PATTERNS)


@pytest.mark.parametrize("example", LEXICON.examples, ids=lambda e: f"{e.entry}: {e.text[:60]}")
def test_sentence_of_the_data(example: Example, relations: Callable[[str], list[str]]) -> None:
    found = relations(example.text)
    expected = sorted(e.split("#")[0] for e in example.expected)
    if expected:
        assert found == expected
    else:
        assert [r for r in found if " absent" not in r] == []


@pytest.mark.parametrize("row", LEXICON.rows, ids=lambda r: str(r["cells"])[:60])
def test_row_of_the_data(row: dict[str, object], row_relations: Callable[..., list[str]]) -> None:
    cells = row["cells"] if isinstance(row["cells"], list) else [row["cells"]]
    assert row_relations(str(row["heads"]), *cells) == sorted(map(str, row["expected"]))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry", {"carry", "carries", "carrying", "carried"}),
        ("transfer", {"transfer", "transfers", "transferring", "transferred"}),
        ("decrease", {"decrease", "decreases", "decreasing", "decreased"}),
        ("suppress", {"suppress", "suppresses", "suppressing", "suppressed"}),
        ("bind/bound/bound", {"bind", "binds", "binding", "bound"}),
        ("deploy", {"deploy", "deploys", "deploying", "deployed"}),
    ],
)
def test_inflection(verb: str, forms: set[str]) -> None:
    assert {word for word, _ in inflect(verb)} == forms


def test_digest_follows_the_content(patterns_copy: Path) -> None:
    assert load_patterns(patterns_copy).digest == LEXICON.digest
    path = patterns_copy / "relation_words.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert load_patterns(patterns_copy).digest != LEXICON.digest


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("relation_triggers.toml", 'effect = "up"', 'effect = "sideways"', "sideways"),
        ("relation_triggers.toml", "[[trigger]]\nid", "[[trigger\nid", "no TOML"),
        ("relation_triggers.toml", 'nouns = ["promotion"', 'nouns = ["Promotion"', "lower-case"),
        ("relation_words.toml", "[loss]", "[lost]", "[loss]"),
        ("relation_tables.toml", 'kind = "skip"', 'kind = "leave"', "skip"),
    ],
)
def test_damage_is_told(patterns_copy: Path, name: str, old: str, new: str, said: str) -> None:
    path = patterns_copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        load_patterns(patterns_copy)
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_entry_without_negative_sentence_is_refused(patterns_copy: Path) -> None:
    (patterns_copy / "relation_triggers.toml").write_text(
        '[[trigger]]\nid = "x"\neffect = "up"\nsign = 1\nverbs = ["raise"]\npositive = [["a", []]]\n', encoding="utf-8"
    )
    with pytest.raises(PatternError, match="needs both"):
        load_patterns(patterns_copy)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="cannot be read"):
        load_patterns(tmp_path)

"""Every entry of the word lists does what its own test sentence says; malformed lists are refused."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.annotate.patterns import PATTERNS, forms, read_list
from pipeline.core.errors import PatternError

LISTS = ("cell_modifiers", "cell_heads", "cell_abbreviations", "pathways", "pathway_lists", "marker_evidence", "roles")


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_passes_its_own_sentence(name, check):
    failures = [
        f"{entry.line} {entry.form}: {wrong}"
        for entry in read_list(PATTERNS / f"{name}.tsv")
        if (wrong := check(entry.test))
    ]
    assert failures == []


def test_every_sentence_of_the_mirna_lists_holds(check):
    table = tomllib.loads((PATTERNS / "mirna.toml").read_text(encoding="utf-8"))
    sentences = [sentence for key, values in table.items() if key.endswith("_tests") for sentence in values]
    assert sentences
    assert [wrong for sentence in sentences if (wrong := check(sentence))] == []


def test_the_form_stands_in_its_sentence():
    for name in ("cell_modifiers", "pathways", "pathway_lists", "roles"):
        for entry in read_list(PATTERNS / f"{name}.tsv"):
            assert entry.form in entry.test, entry


def test_forms_of_a_class_keep_the_order_of_the_file():
    assert forms(PATTERNS / "cell_heads.tsv", "suffix")[0] == "cyte"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("form\tkind\ttest\na\tb\tc\n", "columns"),
        ("", "columns"),
        ("form\tclass\ttest\na\tb\n", "three filled columns"),
        ("form\tclass\ttest\na\t \tc\n", "three filled columns"),
        ("form\tclass\ttest\na\tb\tc\na\tb\td\n", "twice"),
    ],
)
def test_malformed_lists_are_refused(tmp_path, content, words):
    path = tmp_path / "list.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PatternError, match=words):
        read_list(path)


def test_a_missing_list_is_refused(tmp_path):
    with pytest.raises(PatternError, match="cannot be read"):
        read_list(tmp_path / "none.tsv")

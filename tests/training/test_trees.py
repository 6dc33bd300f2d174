"""The rewriting of one make of dependencies as the other, and the carrying over of trees to other tokens."""

from __future__ import annotations

from itertools import pairwise

import pytest
import trees
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import Word, recut, text_of, to_stanford, whole_compounds


def tree(rows: str) -> list[Word]:
    """A tree from lines of form, tag, head (counted from one, 0 the root), label; lemma after a slash, `_` glued on."""
    out = []
    for index, line in enumerate(rows.strip().splitlines()):
        form, tag, head, dep, *lemma = line.split()
        glued = form.endswith("_") and form != "_"
        place = int(head) - 1
        out.append(Word(form.rstrip("_"), tag, place if place >= 0 else index, dep, (lemma or [""])[0], not glued))
    return out


def arcs(words: list[Word]) -> dict[str, tuple[str, str]]:
    return {word.form: (words[word.head].form, word.dep) for word in words}


def test_a_predicate_heads_its_copula_and_takes_its_dependents() -> None:
    was = tree("""
        that IN 4 mark
        vesicles NNS 4 nsubj
        then RB 4 advmod
        are VBP 0 ROOT be
        small JJ 4 acomp
        . . 4 punct
    """)
    assert arcs(to_stanford(was)) == {
        "that": ("small", "mark"),
        "vesicles": ("small", "nsubj"),
        "then": ("small", "advmod"),
        "are": ("small", "cop"),
        "small": ("small", "ROOT"),
        ".": ("small", "punct"),
    }


def test_there_is_keeps_its_verb_and_gets_a_subject() -> None:
    was = tree("""
        There EX 2 expl
        is VBZ 0 ROOT be
        evidence NN 2 attr
    """)
    assert arcs(to_stanford(was))["evidence"] == ("is", "nsubj")


def test_conjuncts_hang_on_the_first_of_their_chain() -> None:
    was = tree("""
        cells NNS 0 ROOT
        , , 1 punct
        genes NNS 1 conj
        and CC 3 cc
        vesicles NNS 3 conj
    """)
    got = arcs(to_stanford(was))
    assert got["vesicles"] == ("cells", "conj")
    assert got["and"] == ("cells", "cc")


@pytest.mark.parametrize(
    ("rows", "form", "label"),
    [
        ("stem NN 2 compound\ncells NNS 0 ROOT", "stem", "nn"),
        ("cells NNS 0 ROOT\nthat WDT 3 dep\ngrow VBP 1 relcl", "that", "nsubj"),
        ("cells NNS 0 ROOT\nthat WDT 4 dep\nwere VBD 4 auxpass\ngrown VBN 1 relcl", "that", "nsubjpass"),
        ("cells NNS 0 ROOT\ngrown VBN 1 acl", "grown", "vmod"),
        ("shown VBN 0 ROOT\nusing VBG 1 advcl", "using", "xcomp"),
        ("falls VBZ 0 ROOT\nreducing VBG 1 advcl", "reducing", "vmod"),
        ("such JJ 2 amod\nas IN 0 ROOT", "such", "mwe"),
        ("two CD 2 nummod\nlines NNS 0 ROOT", "two", "num"),
    ],
)
def test_labels_are_those_of_the_stanford_converter(rows: str, form: str, label: str) -> None:
    assert arcs(to_stanford(tree(rows)))[form][1] == label


def test_a_preposition_to_is_tagged_as_in_the_penn_treebank() -> None:
    assert to_stanford(tree("bind VB 0 ROOT\nto IN 1 prep"))[1].tag == "TO"


def test_what_hyphens_join_becomes_one_token_with_the_topmost_arc() -> None:
    was = tree("""
        MSC_ NN 3 npadvmod
        -_ HYPH 3 punct
        derived VBN 4 amod
        vesicles NNS 0 ROOT
    """)
    got = recut(was, whole_compounds(was))
    assert [(word.form, word.tag, word.head, word.dep) for word in got] == [
        ("MSC-derived", "JJ", 1, "amod"),
        ("vesicles", "NNS", 1, "ROOT"),
    ]


def test_the_pieces_of_a_cut_token_hang_on_its_last() -> None:
    was = tree("MSC-like JJ 2 amod\ncells NNS 0 ROOT")
    got = recut(was, [(0, 3, False), (3, 4, False), (4, 8, True), (9, 14, True)])
    assert [(word.form, word.head, word.dep) for word in got] == [
        ("MSC", 2, "nn"),
        ("-", 2, "punct"),
        ("like", 3, "amod"),
        ("cells", 3, "ROOT"),
    ]


@st.composite
def random_trees(draw: st.DrawFn) -> list[Word]:
    """Trees over short made-up words: each word but the root hangs on one drawn before it in a random order."""
    size = draw(st.integers(1, 8))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for rank, index in enumerate(order):
        heads[index] = index if rank == 0 else order[draw(st.integers(0, rank - 1))]
    forms = st.sampled_from(["ab", "-", "cde", "/", "f", "was"])
    labels = st.sampled_from(["acomp", "conj", "cc", "punct", "nsubj", "advcl", "relcl"])
    words = []
    for index, head in enumerate(heads):
        form = draw(forms)
        lemma = "be" if form == "was" else form
        words.append(Word(form, "NN", head, "ROOT" if head == index else draw(labels), lemma, draw(st.booleans())))
    return words


@settings(max_examples=200, deadline=None)
@given(random_trees(), st.data())
def test_rewritten_and_recut_trees_are_trees_over_the_same_text(was: list[Word], data: st.DataObject) -> None:
    rewritten = to_stanford(was)
    assert trees._is_tree(rewritten)
    assert text_of(rewritten)[0] == text_of(was)[0]
    text = text_of(was)[0]
    joined = recut(rewritten, whole_compounds(rewritten))
    assert trees._is_tree(joined)
    assert text_of(joined)[0] == text
    cuts = []
    for start, end, blank in whole_compounds(rewritten):
        middle = data.draw(st.integers(start, end - 1))
        cuts += [(start, middle, False)] * (middle > start) + [(middle, end, blank)]
    pieces = recut(rewritten, cuts)
    assert trees._is_tree(pieces)
    assert [word.form for word in pieces] == [text[start:end] for start, end, _ in cuts]


@pytest.mark.usefixtures("shared")
def test_both_files_come_out_with_the_labels_of_one_scheme() -> None:
    craft = {
        word.dep for paragraph in trees.read("craft.dev") for tree_ in paragraph for word in to_stanford(tree_)
    }  # fmt: skip
    genia = {word.dep for name in ("genia.dev", "genia.future_use") for p in trees.read(name) for s in p for word in s}
    rare = {"csubj", "csubjpass", "intj", "iobj", "predet"}
    assert craft - rare <= genia
    assert {"nn", "rcmod", "vmod", "cop", "num", "prep", "pobj"} <= craft


@pytest.mark.usefixtures("shared")
def test_sentences_of_an_article_lie_on_its_lines_in_order() -> None:
    count = 0
    for line, spans in trees.lines_with_sentences("dev"):
        count += len(spans)
        assert all(line[a:b].strip() == line[a:b] for a, b in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert count == 2780

"""Written-out names before a bracketed pathway, on their own."""

import pytest

from pipeline.annotate.pathwaybrackets import before_slash, long_forms
from pipeline.annotate.pathways import PathwayComposer
from pipeline.annotate.pathwaywords import Chain, Participant
from pipeline.core.records import EntityType

COMPOSER = PathwayComposer()


def compose(text):
    short = text[text.index("(") + 1 : text.index(")")]
    found, at = [], text.index("(") + 1
    for part in short.split("/"):
        found.append(Participant(at, at + len(part), EntityType.MARKER))
        at += len(part) + 1
    return COMPOSER.find(text, found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("by brain-derived factor/tonic receptor kinase (BDF/TRK) signalling",
         "brain-derived factor/tonic receptor kinase (BDF/TRK) signalling"),
        ("by a farnesoid unknown receptor (FUR) pathway", "farnesoid unknown receptor (FUR) pathway"),
    ],
)  # fmt: skip
def test_long_forms_that_no_source_knows(text, wanted):
    (name,) = compose(text)
    assert text[name.start : name.end] == wanted


def test_long_forms_are_members():
    text = "by brain-derived factor/tonic receptor kinase (BDF/TRK) signalling"
    (name,) = compose(text)
    assert [text[member.start : member.end] for member in name.members] == [
        "brain-derived factor", "tonic receptor kinase", "BDF", "TRK",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["by anything else (FUR) pathway", "a thing. Mild unknown rest (BDF/TRK) pathway"])
def test_what_the_letters_do_not_fit_is_left(text):
    assert compose(text) == []


def test_nothing_is_taken_where_a_slash_is_missing():
    text = "tonic receptor kinase (BDF/TRK) pathway"
    assert long_forms(text, Chain(23, 30, (Participant(23, 26, None), Participant(27, 30, None)))) == ()


def test_names_before_a_slash_with_and_without_brackets():
    text = "abc/one factor (OF)/two"
    chains = [
        Chain(0, 3, (Participant(0, 3, None),)),
        Chain(4, 14, (Participant(4, 14, None),)),
        Chain(16, 18, (Participant(16, 18, None),)),
    ]
    assert [text[p.start : p.end] for p in before_slash(text, 20, chains)] == ["abc", "one factor", "OF"]
    assert before_slash("x)/two", 3, chains) == ()
    assert before_slash("xyz/two", 4, []) == ()

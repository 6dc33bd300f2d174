"""What stands around a mention."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document
from pipeline.relate import PATTERNS
from pipeline.relate.atoms import split
from pipeline.relate.patterns import load_patterns
from pipeline.relate.phrases import Phrase, describe

LEXICON = load_patterns(PATTERNS)
Build = Callable[[str], tuple[Document, Annotation]]


def phrases(build: Build, marked: str) -> list[Phrase]:
    document, annotation = build(marked)
    return describe(split(document.text, 0, len(document.text), annotation.mentions, LEXICON), LEXICON)


@pytest.mark.parametrize(
    ("marked", "sign"),
    [
        ("[X|M] rose", 1),
        ("knockdown of [X|M]", -1),
        ("[X|M] knockdown", -1),
        ("[X|M] siRNA", -1),
        ("anti-[X|M] serum", -1),
        ("inhibitors of the [X|M] gene", -1),
        ("downregulated [X|M]", -1),
        ("overexpression of [X|M]", 1),
        ("[X|M] mimics", 1),
    ],
)
def test_sign_of_lost_function(marked: str, sign: int, build: Build) -> None:
    assert phrases(build, marked)[0].sign == sign


@pytest.mark.parametrize(
    ("marked", "preposition"),
    [
        ("in [X|C]", "in"),
        ("by the human [X|C]", "by"),
        ("in [Y|C] and [X|C]", "in"),
        ("in vitro, it is [X|C]", ""),
        ("[X|C]", ""),
    ],
)
def test_preposition(marked: str, preposition: str, build: Build) -> None:
    assert phrases(build, marked)[-1].preposition == preposition


@pytest.mark.parametrize(
    ("marked", "groups"),
    [
        ("[A|M], [B|M] and [C|M]", [0, 0, 0]),
        ("[A|M]/[B|M]", [0, 0]),
        ("[A|M] levels and the expression of [B|M]", [0, 0]),
        ("[A|M] inhibits [B|M]", [0, 1]),
        ("[A|M], [B|M] rose", [0, 1]),
        ("[A|M] and [B|C]", [0, 1]),
        ("upregulation of [A|M] and downregulation of [B|M]", [0, 1]),
        ("[alpha long|M] (alpha; [A|M])", [0, 0]),
    ],
)
def test_lists(marked: str, groups: list[int], build: Build) -> None:
    assert [p.group for p in phrases(build, marked)] == groups


def test_long_and_short_form_are_partners(build: Build) -> None:
    long, short, other = phrases(build, "[mesenchymal cells|C] ([MSCs|C]) and [HUVECs|C]")
    assert (long.partner, short.partner, other.partner) == (1, 0, -1)
    assert short.short
    assert not long.short


def test_treatment_and_joined_participles(build: Build) -> None:
    treated, joined = phrases(build, "treatment with [X|C] and [Y|M]-induced death")
    assert treated.treatment
    assert joined.modifier == "induced"

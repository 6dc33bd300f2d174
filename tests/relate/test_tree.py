"""The dependency tree over atoms: heads of names, prepositions, passives."""

from __future__ import annotations

from pipeline.core.records import EntityType, Mention, Token
from pipeline.relate import PATTERNS
from pipeline.relate.atoms import split
from pipeline.relate.patterns import load_patterns
from pipeline.relate.tree import Tree

LEXICON = load_patterns(PATTERNS)
TEXT = "T cell growth was cut by MSCs and in rats"
TAGS = [("NN", "nn", 1), ("NN", "nn", 2), ("NN", "nsubjpass", 4), ("VBD", "auxpass", 4), ("VBN", "ROOT", 4),
        ("IN", "prep", 4), ("NNS", "pobj", 5), ("CC", "cc", 5), ("IN", "conj", 5), ("NNS", "pobj", 8)]  # fmt: skip


def tree(offset: int = 0) -> Tree:
    tokens, start = [Token(0, 0, "", "", "", 0)] * offset, 0
    for word, (tag, dep, head) in zip(TEXT.split(), TAGS, strict=True):
        tokens.append(Token(start, start + len(word), word.lower(), tag, dep, head + offset))
        start += len(word) + 1
    mentions = [
        Mention("d0", EntityType.CELL_TYPE, 0, 6, "T cell"),
        Mention("d0", EntityType.CELL_TYPE, 25, 29, "MSCs"),
    ]
    starts = [-1] * offset + [t.start for t in tokens[offset:]]
    return Tree(split(TEXT, 0, len(TEXT), mentions, LEXICON), tokens, starts)


def test_a_name_is_headed_by_its_outer_token() -> None:
    found = tree()
    assert found.token(0) == 1
    assert found.named(1) == [0, 1]
    assert found.word(1) == ""
    assert found.low(1) == "cell"


def test_heads_count_within_the_row_wherever_it_stands() -> None:
    assert tree(offset=3).heads == tree().heads


def test_prepositions_and_those_beside_them() -> None:
    assert [(w, tree().tokens[t].lemma) for w, t in tree().prepositions(4)] == [("by", "mscs"), ("in", "rats")]


def test_passive_by_its_subject_or_auxiliary() -> None:
    assert tree().passive(4)
    assert not tree().passive(2)


def test_the_way_up_ends_at_the_root() -> None:
    assert list(tree().up(0)) == [1, 2, 4]
    assert tree().parsed
    assert not Tree(tree().row, [Token(0, 1, "t", "NN", "", 0)]).parsed


def test_heads_in_a_circle_are_cut() -> None:
    row = tree().row
    tokens = [Token(a.start, a.end, "x", "NN", "conj", (i + 1) % 3) for i, a in enumerate(row.atoms[:3])]
    found = Tree(row, tokens)
    assert [list(found.up(i)) for i in range(3)] == [[], [2, 0], [0]]

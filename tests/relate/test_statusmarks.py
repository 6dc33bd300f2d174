"""What stands right beside a name in a table cell."""

from __future__ import annotations

import pytest

from pipeline.core.records import EntityType, Mention
from pipeline.relate import PATTERNS
from pipeline.relate.columns import Column
from pipeline.relate.patterns import load_patterns
from pipeline.relate.statusmarks import arrows_lead, paired, status

LEXICON = load_patterns(PATTERNS)


def names(text: str, **types: EntityType) -> list[Mention]:
    """Mentions of names in a text, in order."""
    found = [
        Mention("d0", kind, text.index(name), text.index(name) + len(name), name)
        for name, kind in ((name.replace("_", "-"), kind) for name, kind in types.items())
    ]
    return sorted(found, key=lambda mention: mention.start)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PTEN (inhibited)", (-1, "inhibited")),
        ("PTEN [upregulated]", (1, "upregulated")),
        ("PTEN (↑)", (1, "↑")),
        ("PTEN ↓", (-1, "↓")),
        ("PTEN, IL-6, TNF (reduced)", (-1, "reduced")),
        ("PTEN inhibition", (-1, "inhibition")),
        ("lowered PTEN inhibition", (0, "")),
        ("PTEN (not reduced)", (0, "")),
        ("PTEN (a gene)", (0, "")),
        ("PTEN and more", (0, "")),
    ],
)
def test_status(text: str, wanted: tuple[int, str]) -> None:
    (mention,) = names(text, PTEN=EntityType.MARKER)
    assert status(text, mention, len(text), LEXICON) == wanted


def test_an_arrow_belongs_to_the_name_behind_it_where_arrows_lead() -> None:
    text = "↓ PTEN ↑ IL-6"
    assert arrows_lead(text, 0, len(text))
    (mention,) = names(text, PTEN=EntityType.MARKER)
    assert status(text, mention, len(text), LEXICON, leading=True) == (0, "")
    assert status(text, mention, len(text), LEXICON) == (1, "↑")


@pytest.mark.parametrize(
    ("text", "how", "wanted"),
    [
        ("miR-21/PTEN", "target", [("miR-21", "PTEN")]),
        ("miR-21: PTEN, PDCD4", "target", [("miR-21", "PTEN"), ("miR-21", "PDCD4")]),
        ("miR-21, PTEN, PDCD4", "target", []),
        ("miR-21 → PTEN", "cargo", [("miR-21", "PTEN")]),
        ("miR-21/PTEN", "cargo", []),
        ("miR-21/PTEN", "source", []),
    ],
)
def test_targets_stand_behind_their_microrna(text: str, how: str, wanted: list[tuple[str, str]]) -> None:
    kinds = {"miR_21": EntityType.MIRNA, "PTEN": EntityType.MARKER}
    kinds |= {"PDCD4": EntityType.MARKER} if "PDCD4" in text else {}
    found = paired(text, names(text, **kinds), Column(how=how))
    assert [(mirna.surface, target.surface) for mirna, target in found] == wanted

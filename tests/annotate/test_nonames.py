"""What is no name, whatever a model says."""

import pytest

from pipeline.annotate.nonames import is_label, is_no_name
from pipeline.annotate.patterns import PATTERNS, read_list
from pipeline.core.records import EntityType


@pytest.mark.parametrize(
    ("text", "code", "wanted"),
    [
        ("as in Figure S2 there", "S2", True),
        ("as in Fig. 3 there", "3", True),
        ("(Supplementary Table S10)", "S10", True),
        ("see S3 Fig below", "S3", True),
        ("as in Figures 1 and S2 there", "S2", True),
        ("(Figs. 1C, 1E, 2A\u20132D, B, and S4)", "S4", True),
        ("compare Figure S2A and S2E with it", "S2E", True),
        ("in Figures 1 and 2, S6K rose", "S6K", False),
        ("in Figures 1 and 2, P53 rose", "P53", False),
        ("as told by Fig. 3, S6 was lower", "S6", False),
        ("S2 cells grew", "S2", False),
        ("as in Figure STAT3 there", "STAT3", False),
    ],
)
def test_labels(text, code, wanted):
    start = text.index(code)
    assert is_label(text, start, start + len(code)) is wanted


@pytest.mark.parametrize(
    ("surface", "kind", "wanted"),
    [
        ("SCH772984", EntityType.MARKER, True),
        ("CD44", EntityType.MARKER, False),
        ("ACGTTGCAACGT", EntityType.MARKER, True),
        ("@someone", EntityType.MARKER, True),
        ("GO:0001234", EntityType.MARKER, True),
        ("sEV-1", EntityType.CELL_TYPE, True),
        ("E14.5", EntityType.CELL_TYPE, True),
        ("P0.5", EntityType.MARKER, True),
        ("E14.1", EntityType.CELL_TYPE, False),
        ("nonimmune cells", EntityType.CELL_TYPE, True),
        ("drug-treated resistant cell lines", EntityType.CELL_TYPE, True),
        ("resistant breast cancer cells", EntityType.CELL_TYPE, False),
        ("U87", EntityType.CELL_TYPE, False),
        ("miR-1", EntityType.PATHWAY, True),
        ("miR-1/HAND2", EntityType.PATHWAY, False),
    ],
)
def test_forms_that_name_nothing(surface, kind, wanted):
    assert is_no_name(surface, kind) is wanted


@pytest.mark.parametrize("entry", read_list(PATTERNS / "nonames.tsv"), ids=lambda entry: f"{entry.kind}: {entry.form}")
def test_each_listed_word_makes_of_its_sentence_what_its_class_says(entry):
    before, rest = entry.test.split("[")
    name, behind = rest.split("]")
    text, start, end = before + name + behind, len(before), len(before) + len(name)
    if entry.kind == "done to cells":
        assert is_no_name(name, EntityType.CELL_TYPE)
        assert not is_no_name(name.replace(f"-{entry.form} ", "-like "), EntityType.CELL_TYPE)
    else:
        assert entry.form in {"label before": before.split()[-1:], "label behind": behind.split()[:1]}[entry.kind][0]
        assert is_label(text, start, end)
        assert not is_label(text.replace(entry.form, "word"), *_moved(text, entry.form, start, end))


def _moved(text, form, start, end):
    """Where a name lies once ``word`` stands for a form."""
    by = len("word") - len(form) if text.index(form) < start else 0
    return start + by, end + by

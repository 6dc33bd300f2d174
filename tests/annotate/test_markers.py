"""What finds markers beyond the lexicon's names, and what keeps names from being markers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.markers import _whole


@pytest.mark.parametrize(
    "marked",
    [
        "Levels of [circ-HIPK9|MARKER], [circHIPK9|MARKER], [hsa_circ_0012345|MARKER] and [circ_0012345|MARKER] rose.",
        "The circRNAs and circEVs were counted.",
        "Levels of [lncQZHX|MARKER], [lnc-QZHX|MARKER] and [LOC100999999|MARKER] rose in lncRNAs.",
        "The [tissue-type plasminogen activator|MARKER|HGNC:9051] ([tPA|MARKER]) was bound.",
        "PKH67 was used; loss of [T-cadherin|MARKER] was found.",
        "The lncRNA [XQZ7-AS|MARKER] was carried; lncRNAs were not.",
        "The long non-coding RNA (lncRNA) [WXYLINC|MARKER] was depleted.",
        "They lowered [p-4eBP1|MARKER] in the cells.",
        "Levels of [phospho-tau|MARKER|HGNC:6893], [p-p38|MARKER|FPLX:p38] and [P-PERK|MARKER|HGNC:3255] rose.",
        "We used [SIRT1|MARKER] as a target and the [HSP90|MARKER] N-terminal part.",
        "[Complement component 3|MARKER] ([C3|MARKER]) was bound.",
        "The [mammalian target of rapamycin|MARKER] ([mTOR|MARKER]) slept, and [mTOR|MARKER] woke.",
        "[Interferon gamma|MARKER]-stimulated exosomes ([IFNγ|MARKER]-Exos) rested; [IFNγ|MARKER] did not.",
        "Mesenchymal-epithelial transition (MET) was seen, and MET was reversed.",
        "Controls (CTRL) were kept; CTRL was low.",
    ],
)
def test_names(check, marked):
    assert check(marked) == ""


SIGNS = st.sampled_from(["EV", "MSC", "s", " ", "-", "_", "é", "(", "+", "β", "1", "²"])


@given(st.lists(SIGNS, min_size=1, max_size=3), st.lists(SIGNS, max_size=12))
def test_a_form_stands_as_a_word_where_a_pattern_finds_it(form: list[str], text: list[str]) -> None:
    short, whole = "".join(form), "".join(text)
    pattern = rf"(?<![\w]){re.escape(short)}(?![\w])"
    assert list(_whole(short, whole)) == [match.span() for match in re.finditer(pattern, whole)]

"""The tokenizer splits the field's compounds and loses nothing."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.tokenizer import make_tokenizer

CASES = [
    ("hESC-Exos", "hESC - Exos"),
    ("TLR2/MyD88/NF-κB pathway", "TLR2 / MyD88 / NF-κB pathway"),
    ("miR-17-5p.", "miR-17-5p ."),
    ("hsa-miR-423-3p,", "hsa-miR-423-3p ,"),
    ("miR-100/mTOR/miR-143 axis", "miR-100 / mTOR / miR-143 axis"),
    ("CD34+CD43+ cells", "CD34 + CD43 + cells"),
    ("CD34 + cells", "CD34 + cells"),
    ("stem cell (MSC)-derived", "stem cell ( MSC ) - derived"),
    ("hiPSC-hMSC-Exos", "hiPSC - hMSC - Exos"),
    ("TGF-β1-treated", "TGF-β1 - treated"),
    ("IL-10, IL-6.", "IL-10 , IL-6 ."),
    ("anti-CD63", "anti - CD63"),
    ("Fig. 2", "Fig. 2"),
    ("BM-, AT-, and UC-MSCs", "BM - , AT - , and UC - MSCs"),
    ("PINK1/Parkin-mediated", "PINK1 / Parkin - mediated"),
    ("E. coli", "E. coli"),
]


_TOKENIZER = make_tokenizer(spacy.blank("en"))


@pytest.mark.parametrize(("text", "tokens"), CASES)
def test_compounds(text, tokens):
    assert " ".join(token.text for token in _TOKENIZER(text)) == tokens


@given(st.text(alphabet=st.sampled_from("aZ3 -–/+()[]{}.,;:βκ~'’\n\t\"miRCD"), max_size=40))
def test_nothing_is_lost(text):
    assert _TOKENIZER(text).text == text

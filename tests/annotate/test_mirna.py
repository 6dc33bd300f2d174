"""The microRNA grammar: every form of name, its concept, and what is no name."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.mirna import find_mirnas
from pipeline.core.errors import PatternError

NAMES = [
    ("hsa-miR-423-3p", ["hsa-miR-423-3p=mir-423-3p"]),
    ("mmu-let-7c-5p", ["mmu-let-7c-5p=let-7c-5p"]),
    ("miR-92a-3p", ["miR-92a-3p=mir-92a-3p"]),
    ("miR-21", ["miR-21=mir-21"]),
    ("MiR-21", ["MiR-21=mir-21"]),
    ("mir-21*", ["mir-21*=mir-21*"]),
    ("miR21", ["miR21=mir-21"]),
    ("miR‑21", ["miR‑21=mir-21"]),
    ("miR–155", ["miR–155=mir-155"]),
    ("miR− 146a", ["miR− 146a=mir-146a"]),
    ("miRNA-21", ["miRNA-21=mir-21"]),
    ("microRNA-21", ["microRNA-21=mir-21"]),
    ("microRNA 21", ["microRNA 21=mir-21"]),
    ("MicroRNA-29a-3p", ["MicroRNA-29a-3p=mir-29a-3p"]),
    ("micro-RNA-155", ["micro-RNA-155=mir-155"]),
    ("microRNA (miR)-126", ["microRNA (miR)-126=mir-126"]),
    ("let-7b", ["let-7b=let-7b"]),
    ("Let-7i-5p", ["Let-7i-5p=let-7i-5p"]),
    ("lin-4", ["lin-4=lin-4"]),
    ("lsy-6", ["lsy-6=lsy-6"]),
    ("MIR21", ["MIR21=mir-21"]),
    ("MIR125B1", ["MIR125B1=mir-125b-1"]),
    ("MIRLET7A2", ["MIRLET7A2=let-7a-2"]),
    ("Mir155", ["Mir155=mir-155"]),
    ("miR-125b-1", ["miR-125b-1=mir-125b-1"]),
    ("miR-181a-2-3p", ["miR-181a-2-3p=mir-181a-2-3p"]),
    ("miR-548ac", ["miR-548ac=mir-548ac"]),
    ("miR- 17-5p", ["miR- 17-5p=mir-17-5p"]),
    ("miR-302d- 3p", ["miR-302d- 3p=mir-302d-3p"]),
    ("miR-302d-\n3p", ["miR-302d-\n3p=mir-302d-3p"]),
    ("pre-miR-21", ["miR-21=mir-21"]),
    ("pri-miR-21", ["miR-21=mir-21"]),
    ("anti-miR-21", ["miR-21=mir-21"]),
    ("antagomir-21", ["mir-21=mir-21"]),
    ("exo-miR-146a", ["miR-146a=mir-146a"]),
    ("miR-126and", ["miR-126=mir-126"]),
    ("miR-146aKO", ["miR-146a=mir-146a"]),
    ("miR-34a-loaded", ["miR-34a=mir-34a"]),
    ("miR-302 family", ["miR-302 family=mir-302"]),
    ("let-7 family", ["let-7 family=let-7"]),
    ("miR-17-92 cluster", ["miR-17-92 cluster=mir-17-92"]),
    ("miR-17~92", ["miR-17~92=mir-17-92"]),
    ("miR-17∼92 clusters", ["miR-17∼92 clusters=mir-17-92"]),
    ("miR-17-92", ["miR-17-92=mir-17-92"]),
    ("miR-302/367 cluster", ["miR-302/367 cluster=mir-302-367"]),
    ("miR-183/96/182 cluster", ["miR-183/96/182 cluster=mir-183-96-182"]),
    ("miR-200a/b/c", ["miR-200a=mir-200a", "b=mir-200b", "c=mir-200c"]),
    ("miR-133a/b-3p", ["miR-133a=mir-133a", "b-3p=mir-133b-3p"]),
    ("miR-143/145", ["miR-143=mir-143", "145=mir-145"]),
    ("miR-17-5p/-3p", ["miR-17-5p=mir-17-5p", "3p=mir-17-3p"]),
    ("miR-21, -29 and -34a", ["miR-21=mir-21", "29=mir-29", "34a=mir-34a"]),
    ("miRs-21 and -146a", ["miRs-21=mir-21", "146a=mir-146a"]),
    ("miR-19b-3p, 20a-5p, and 21-5p", ["miR-19b-3p=mir-19b-3p", "20a-5p=mir-20a-5p", "21-5p=mir-21-5p"]),
    ("microRNAs 15a and 16", ["microRNAs 15a=mir-15a", "16=mir-16"]),
    ("miR-29a, b and c were", ["miR-29a=mir-29a", "b=mir-29b", "c=mir-29c"]),
    ("miR-100/mTOR/miR-143 axis", ["miR-100=mir-100", "miR-143=mir-143"]),
    ("miR-26a2*", ["miR-26a2*=mir-26a2*"]),
    ("miR-29a/b-1", ["miR-29a=mir-29a", "b-1=mir-29b-1"]),
    ("miR-21 and 221 upregulation", ["miR-21=mir-21", "221=mir-221"]),
    ("microRNAs 124a and 223 following", ["microRNAs 124a=mir-124a", "223=mir-223"]),
    ("oncomiR-1", ["oncomiR-1=mir-17-92"]),
    ("serum exosomal miR-378", ["miR-378=mir-378"]),
]
NO_NAMES = [
    "73 NSCLC",
    "the MIR station in orbit 12",
    "Mir et al. 2019",
    "miRNA and microRNAs as a kind",
    "the host gene MIR17HG",
    "microRNA 21 days later",
    "miRNAs 5 of them",
    "MIR 12 flew",
    "microRNA-4.0 arrays",
    "let 7 of them go",
    "miRNA-seq",
    "lin-28 and lin-41",
    "miR-NC",
]


@pytest.mark.parametrize(("text", "wanted"), NAMES)
def test_every_form_is_read_with_its_concept(text, wanted):
    assert [f"{text[n.start : n.end]}={n.concept.removeprefix('mirna:')}" for n in find_mirnas(text)] == wanted


@pytest.mark.parametrize("text", NO_NAMES)
def test_look_alikes_are_rejected(text):
    assert find_mirnas(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("miR-21, 29 patients", 1), ("miR-21 and 3 others", 1), ("miRs 17, 18a and 20 were", 3), ("miR-21 and 34%", 1)],
)
def test_counts_after_a_name_are_no_names(text, count):
    assert len(find_mirnas(text)) == count


@given(
    number=st.integers(1, 9999),
    letter=st.sampled_from(["", "a", "b", "c"]),
    arm=st.sampled_from(["", "-3p", "-5p"]),
    stem=st.sampled_from(["miR-", "hsa-miR-", "mir-", "microRNA-", "miRNA-", "miR‐"]),
    before=st.sampled_from(["", "via ", "(", "anti-"]),
    after=st.sampled_from(["", " rose", ")", ", and", "-loaded", "."]),
)
def test_a_name_is_found_whole_in_any_surroundings(number, letter, arm, stem, before, after):
    name = f"{stem}{number}{letter}{arm}"
    text = before + name + after
    found = find_mirnas(text)
    assert [text[n.start : n.end] for n in found] == [name]
    assert found[0].concept == f"mirna:mir-{number}{letter}{arm}"


@given(st.text(alphabet="miRletMIRNA-7521ab/,~ *andp()", max_size=60))
def test_names_are_in_order_and_never_overlap(text):
    found = find_mirnas(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_text_is_read_in_one_pass():
    text = "The vesicles carried miR-21-5p, -29a and let-7b, not proteins of the ESCRT machinery. " * 2000
    start = time.process_time()
    assert len(find_mirnas(text)) == 6000
    assert time.process_time() - start < 5


def test_missing_lists_are_told(tmp_path):
    with pytest.raises(PatternError, match="restore the file"):
        find_mirnas("miR-21", tmp_path / "mirna.toml")

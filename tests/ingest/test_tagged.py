"""MEDLINE and RIS exports."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import PassageKind
from pipeline.core.settings import IngestSettings
from pipeline.ingest.sources import discover, read
from pipeline.ingest.tagged import read_medline, read_ris

MEDLINE = """
PMID- 101
DP  - 2021 Mar
TI  - Vesicles of
      old cells.
LID - 10.1000/one [doi]
LID - S1 [pii]
AB  - Old cells shed vesicles.
      They carry miR-21.
OT  - vesicles
OT  - age
PMC - PMC77

PMID- 102
TI  - A second one.
AB  - It has words too.
"""
RIS = """TY  - JOUR
T1  - Vesicles of old cells
PY  - 2020/03//
N2  - Old cells shed vesicles.
They carry RNA.
DO  - 10.1000/two
AN  - not a number
ER  -

TY  - JOUR
TI  - Second
AB  - Words of it.
ER  -
"""


def test_medline_records_with_lines_that_go_on(tmp_path: Path) -> None:
    path = tmp_path / "set.nbib"
    path.write_text(MEDLINE)
    found = discover([path], IngestSettings())
    assert [source.member for source in found.sources] == ["1", "2"]
    first = read(found.sources[0], IngestSettings())
    assert first.title == "Vesicles of old cells."
    assert (first.pmid, first.pmcid, first.doi, first.year) == ("101", "PMC77", "10.1000/one", 2021)
    assert "shed vesicles. They carry miR-21." in first.text
    assert first.passages[-1].kind is PassageKind.KEYWORDS
    assert first.text.rstrip().endswith("vesicles; age")


def test_an_export_saved_as_text_is_known_by_its_first_line(tmp_path: Path) -> None:
    for name, text in (("pubmed.txt", MEDLINE.lstrip()), ("export.txt", RIS)):
        path = tmp_path / name
        path.write_text(text)
        assert len(discover([path], IngestSettings()).sources) == 2


def test_ris_records(tmp_path: Path) -> None:
    path = tmp_path / "set.ris"
    path.write_text(RIS)
    found = discover([path], IngestSettings())
    first = read(found.sources[0], IngestSettings())
    assert (first.title, first.doi, first.year, first.pmid) == ("Vesicles of old cells", "10.1000/two", 2020, "")
    assert "They carry RNA." in first.text
    assert first.format == "ris"


LINES = st.sampled_from(
    ["PMID- 7", "TI  - Old cells", "      go on", "AB  - They age.", "OT  - age", "AID - 10.1000/two [doi]",
     "TY  - JOUR", "KW  - cell", "AN  - 1234567", "ER  - ", "", "no tag"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=20).map("\n".join)))
def test_what_is_read_of_any_text_stands_in_it_and_records_are_counted(text: str) -> None:
    held = " ".join(text.replace("[doi]", "").split())  # a mark of MEDLINE, no part of the value
    for reader, begins in ((read_medline, "PMID"), (read_ris, "TY")):
        found = list(reader(text))
        assert [number for number, _ in found] == [str(number) for number in range(1, len(found) + 1)]
        assert len(found) >= min(1, len(re.findall(rf"^{begins}  ?- \S", text, re.MULTILINE)))
        for _, fields in found:
            assert isinstance(fields, dict)
            for value in fields.values():
                for words in value if isinstance(value, list) else [value]:
                    assert words
                    assert " ".join(words.replace("[doi]", "").split()) in held

"""Reads tagged exports of bibliographies: MEDLINE (NBIB) as PubMed saves it, and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MEDLINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)\Z")
_RIS = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)\Z")
#: tag -> the name of the field as records have it; what is not named is left out
_NBIB_FIELDS = {
    "PMID": "pmid", "TI": "title", "BTI": "title", "AB": "abstract", "JT": "journal", "TA": "journal", "DP": "year",
    "PMC": "pmcid", "OT": "keywords", "LID": "doi", "AID": "doi", "CI": "licence",
}  # fmt: skip
_RIS_FIELDS = {
    "TI": "title", "T1": "title", "CT": "title", "AB": "abstract", "N2": "abstract", "DO": "doi", "PY": "year",
    "Y1": "year", "DA": "year", "JO": "journal", "JF": "journal", "T2": "journal", "JA": "journal", "KW": "keywords",
    "AN": "pmid", "C2": "pmcid",
}  # fmt: skip


def read_medline(text: str) -> Iterator[tuple[str, object]]:
    """Records of a MEDLINE export: a tag of four columns, lines that go on indented, a blank line between records.

    Examples
    --------
    >>> [record for _, record in read_medline("PMID- 7\\nTI  - Old\\n      cells\\nAB  - They age.\\n")]
    [{'pmid': '7', 'title': 'Old cells', 'abstract': 'They age.'}]
    """
    number = 0
    for record in _records(text, _MEDLINE, "PMID", None):
        fields: dict[str, object] = {}
        for tag, value in record:
            name = _NBIB_FIELDS.get(tag)
            if name == "doi" and "[doi]" not in value:
                continue
            _put(fields, name, value.replace("[doi]", "").strip())
        number += 1
        yield str(number), fields


def read_ris(text: str) -> Iterator[tuple[str, object]]:
    """Records of a RIS export: from ``TY`` to ``ER``.

    Examples
    --------
    >>> [record for _, record in read_ris("TY  - JOUR\\nTI  - Old cells\\nKW  - age\\nKW  - cell\\nER  - \\n")]
    [{'title': 'Old cells', 'keywords': ['age', 'cell']}]
    """
    number = 0
    for record in _records(text, _RIS, "TY", "ER"):
        fields: dict[str, object] = {}
        for tag, value in record:
            name = _RIS_FIELDS.get(tag)
            if name in ("pmid", "pmcid") and not re.fullmatch(r"(?:PMC)?\d{4,9}", value.strip()):
                continue
            _put(fields, name, value.strip())
        number += 1
        yield str(number), fields


def _put(fields: dict[str, object], name: str | None, value: str) -> None:
    """Set a field that is not set yet; keywords are gathered."""
    if name is None or not value:
        return
    if name == "keywords":
        gathered = fields.setdefault(name, [])
        if isinstance(gathered, list):
            gathered.append(value)
    elif name not in fields:
        fields[name] = value


def _records(text: str, tagged: re.Pattern[str], first: str, last: str | None) -> Iterator[list[tuple[str, str]]]:
    """Tags and values of each record; a record begins with ``first`` and ends with ``last`` or the next ``first``."""
    record: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = tagged.match(line)
        if match and match.group(1) == first and record:
            yield record
            record = []
        if match and match.group(1) == last:
            if record:
                yield record
            record = []
        elif match:
            record.append((match.group(1), match.group(2).strip()))
        elif record and line.strip():
            tag, value = record[-1]
            record[-1] = (tag, f"{value} {line.strip()}".strip())
    if record:
        yield record

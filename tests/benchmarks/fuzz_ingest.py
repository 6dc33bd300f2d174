"""Reads mutated files and sees that each ends in a Document or a Failure, in time and within memory.

Run ``python tests/benchmarks/fuzz_ingest.py [FILES [SEED]]`` (2,000 files unless told). Sources of the mutations
are the sample corpus and files that the benchmark writes itself: PDF, JATS, HTML, text, JSON, CSV, MEDLINE and
RIS. Fails where anything but an error of ingestion is raised, a file takes longer than its limit, or a file
outside the folder of the run appears.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "hostile")]

from make import JATS, TEXT, sound_pdf  # noqa: E402

from pipeline.core.errors import IngestError, InputError  # noqa: E402
from pipeline.core.settings import IngestSettings  # noqa: E402
from pipeline.ingest import discover, read  # noqa: E402

LIMITS = IngestSettings(pdf_seconds=20.0, pdf_megabytes=1024, max_bytes=20_000_000, max_characters=2_000_000)
#: one file in this many is a PDF: each of them is read in a process of its own
PDF_EVERY = 10
TOKENS = [
    b"\0", b"\xff\xfe", b"<", b">", b"&", b"&#x110000;", b"]]>", b"\t" * 50, b"\n" * 30, b"((((", b"[1-99999]",
    b'"', b",",
    b"<table><tr>", b"<xref rid='a'/>", b"/Length 99999", b"endobj", b"%%EOF", b"9" * 400, b"\xe2\x80\xae", b"{", b"}",
    b"Table 1. ", b"References\n", b"PMID- ", b"ER  - \n", "α±µ".encode(), b"<![CDATA[", b"-" * 200,
]  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """Names and contents that mutations start from."""
    found = [
        (path.name, path.read_bytes()) for path in sorted((ROOT / "corpus" / "sample").iterdir()) if path.is_file()
    ]
    found += [("one.xml", JATS.format("<xref ref-type='bibr' rid='r1'>1</xref>").encode()), ("one.txt", TEXT.encode())]
    found += [("one.html", f"<html><body><h1>Vesicles</h1><p>{TEXT * 5}</p></body></html>".encode())]
    found += [("one.json", b'[{"title": "Old cells", "abstract": "They shed vesicles.", "year": 2020}]')]
    found += [("one.nbib", b"PMID- 1\nTI  - Old cells\nAB  - They shed\n      vesicles.\n")]
    found += [("one.ris", b"TY  - JOUR\nTI  - Old cells\nAB  - They shed vesicles.\nER  - \n")]
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, cut, doubled, put in and moved."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if not out:
            break
        place = chance.randrange(len(out))
        length = chance.randint(1, max(1, min(400, len(out) // 4)))
        kind = chance.randrange(6)
        if kind == 0:
            out[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del out[place : place + length]
        elif kind == 2:
            out[place:place] = out[place : place + length] * chance.randint(1, 20)
        elif kind == 3:
            out[place:place] = chance.choice(TOKENS)
        elif kind == 4:
            out[place : place + length] = chance.randbytes(length)
        else:
            other = chance.randrange(len(out))
            out[place : place + length] = out[other : other + length]
    return bytes(out)


def run(files: int, seed: int) -> tuple[Counter[str], float]:
    """What became of that many mutated files, and the longest time that one took."""
    chance = random.Random(seed)
    plain, paper = seeds(), sound_pdf()
    ends: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        folder.mkdir()
        for number in range(files):
            source, data = ("one.pdf", paper) if number % PDF_EVERY == 0 else chance.choice(plain)
            path = folder / f"{number}-{source}"
            path.write_bytes(mutated(data, chance))
            begun = time.perf_counter()
            told = ends_of(path)
            longest = max(longest, time.perf_counter() - begun)
            assert told, f"{path.name} (seed {seed}) was lost"
            ends.update(told)
            path.unlink()
        assert [entry.name for entry in Path(name).iterdir()] == ["in"]
    return ends, longest


def ends_of(path: Path) -> list[str]:
    """``read`` for each document of a file, the code for each failure."""
    try:
        found = discover([path], LIMITS)
    except InputError as error:
        return [error.code]
    told = [failure.code for failure in found.failures] + ["duplicate"] * len(found.duplicates)
    for source in found.sources:
        try:
            document = read(source, LIMITS)
        except IngestError as error:
            told.append(error.code)
        else:
            assert all(0 <= p.start <= p.end <= len(document.text) for p in document.passages)
            told.append("read")
    return told


def main() -> int:
    """Run and tell."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 13
    begun = time.perf_counter()
    ends, longest = run(files, seed)
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{files} files in {time.perf_counter() - begun:.0f} s, the longest {longest:.1f} s, at most {memory:.0f} MB")
    print(", ".join(f"{code} {count}" for code, count in ends.most_common()))
    return 0 if longest <= 25 and memory <= 2_048 else 1


if __name__ == "__main__":
    sys.exit(main())

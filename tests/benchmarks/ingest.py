"""How well PDFs are read, measured on articles that are there both as PDF and as JATS XML.

Run ``python tests/benchmarks/ingest.py FOLDER`` on a folder of pairs ``NAME.pdf`` and ``NAME.xml`` of the same
text. The XML is the truth; it is drawn from the mark-up by this benchmark, not by the project's reader. Beside
our reading two baselines are measured in the same run: ``pdfplumber.extract_text()`` (and pdfplumber's table
finder with its defaults) and ``pypdfium2``. Prints median and worst of each measure, and says which bars of the
quality plan are kept; ``--each`` adds a line an article, ``--errors`` what was missed, ``--only even`` takes the
articles whose last digit is even (``odd`` the others), ``--other FOLDER`` reads more files and counts failures.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import pdfplumber  # noqa: E402
import pypdfium2  # noqa: E402
from ingest_measures import Reading, marks, match_references, order, our_tables, plumber_tables, table_scores  # noqa: E402
from ingest_truth import Truth, read_truth  # noqa: E402

from pipeline.core.errors import VesiwebError  # noqa: E402
from pipeline.core.records import Document  # noqa: E402
from pipeline.core.settings import IngestSettings  # noqa: E402
from pipeline.ingest import discover, read  # noqa: E402

#: measure -> (bar on the median, bar on the worst), and whether less is better
BARS: dict[str, tuple[float | None, float | None, bool]] = {
    "words in order": (0.98, 0.90, False),
    "noise, running text": (0.02, None, True),
    "noise, with floats": (None, None, True),
    "paragraphs F1": (0.90, None, False),
    "headings F1": (0.90, None, False),
    "table cells F1": (0.75, None, False),
    "references found": (0.95, None, False),
    "marks resolved": (0.95, None, False),
    "jats: words in order": (1.0, None, False),
    "jats: table cells F1": (None, None, False),
    "jats: references": (1.0, None, False),
    "jats: marks": (0.99, None, False),
    "plumber: words in order": (None, None, False),
    "pdfium: words in order": (None, None, False),
    "plumber: table cells F1": (None, None, False),
}


def document_of(path: Path) -> Document:
    """The Document of one file."""
    settings = IngestSettings()
    found = discover([path], settings)
    return read(found.sources[0], settings)


def measure_reading(document: Document, truth: Truth, mark: str, told: dict[str, list[float]], errors: bool) -> None:
    """Add the measures of one reading."""

    def add(name: str, *values: float) -> None:
        if mark + name in BARS:
            told.setdefault(mark + name, []).extend(values)

    reading = Reading(document, truth)
    add("words in order", order(truth, document.text))
    add("noise, running text", reading.noise())
    add("noise, with floats", reading.noise_whole())
    add("paragraphs F1", reading.paragraphs())
    score, missed, surplus = reading.headings()
    add("headings F1", score)
    add("table cells F1", *table_scores(truth, our_tables(document)))
    matched = match_references(truth, document)
    right, wanted, ours = marks(reading, matched)
    if truth.references:
        add("references found", len(matched) / len(truth.references))
        add("references", len(matched) / len(truth.references))
    if wanted:
        add("marks resolved", right / wanted)
        add("marks", right / wanted)
    if errors and not mark:
        print("  headings missed", missed, "\n  headings too much", surplus)
        print("  tables", [round(s, 2) for s in table_scores(truth, our_tables(document))])
        print(
            f"  references {len(matched)}/{len(truth.references)} of {len(document.references)};",
            f"marks {right}/{wanted} of {ours}",
        )


def measure(
    pdf: Path, xml: Path, told: dict[str, list[float]], errors: bool, alone: bool
) -> tuple[int, float, float, float]:
    """Measure one pair; pages and the seconds that we, pdfplumber and pdfium took."""
    truth = read_truth(xml)
    start = time.perf_counter()
    try:
        document: Document | None = document_of(pdf)
    except VesiwebError as error:
        print(f"  {pdf.name}: {error}")
        document = None
    ours = time.perf_counter() - start
    if document is not None:
        measure_reading(document, truth, "", told, errors)
    if alone:
        return 1, ours, ours, ours
    measure_reading(document_of(xml), truth, "jats: ", told, errors)
    start = time.perf_counter()
    with pdfplumber.open(pdf) as opened:
        pages = len(opened.pages)
        plain = "\n".join(page.extract_text() for page in opened.pages)
        plumber = time.perf_counter() - start
        tables = plumber_tables(table for page in opened.pages for table in page.extract_tables())
    told.setdefault("plumber: words in order", []).append(order(truth, plain))
    told.setdefault("plumber: table cells F1", []).extend(table_scores(truth, tables))
    start = time.perf_counter()
    opened_pdf = pypdfium2.PdfDocument(pdf)
    plain = "\n".join(page.get_textpage().get_text_range() for page in opened_pdf)
    told.setdefault("pdfium: words in order", []).append(order(truth, plain))
    return pages, ours, plumber, time.perf_counter() - start


def main() -> int:
    """Measure the pairs of a folder; 1 where a bar is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=("even", "odd"))
    parser.add_argument("--name", help="articles whose name holds this")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument(
        "--alone", action="store_true", help="without the baselines and the JATS reader, for trying things"
    )
    parser.add_argument("--other", type=Path, action="append", default=[])
    chosen = parser.parse_args()
    told: dict[str, list[float]] = {}
    total, seconds, plumber, pdfium, count = 0, 0.0, 0.0, 0.0, 0
    for xml in sorted(chosen.folder.glob("*.xml")):
        pdf = xml.with_suffix(".pdf")
        digits = re.sub(r"\D", "", xml.stem) or "0"
        if not pdf.exists() or (chosen.only and ("even", "odd")[int(digits[-1]) % 2] != chosen.only):
            continue
        if chosen.name and chosen.name not in xml.stem:
            continue
        before = {key: len(values) for key, values in told.items()}
        pages, ours, theirs, others = measure(pdf, xml, told, chosen.errors, chosen.alone)
        total, seconds, plumber, pdfium, count = (
            total + pages,
            seconds + ours,
            plumber + theirs,
            pdfium + others,
            count + 1,
        )
        if chosen.each or chosen.errors:
            new = {key: values[before.get(key, 0) :] for key, values in told.items() if key in list(BARS)[:8]}
            print(
                xml.stem, " ".join(f"{median(v):.3f}" if v else "-" for v in new.values()), f"{ours:.1f}s", flush=True
            )
    if not count:
        print(f"no pairs in {chosen.folder}")
        return 2
    print(f"{count} pairs, {total} pages{f' ({chosen.only})' if chosen.only else ''}")
    kept = True
    for name, (bar, worst_bar, less) in BARS.items():
        values = told.get(name, [])
        if not values:
            continue
        middle, worst = median(values), (max if less else min)(values)
        held = (bar is None or (middle <= bar if less else middle >= bar - 5e-4)) and (
            worst_bar is None or worst >= worst_bar
        )
        kept &= held
        wish = "" if bar is None else f"bar {bar:g}" + (f", worst {worst_bar:g}" if worst_bar else "")
        print(f"{name:26} median {middle:.3f}  worst {worst:.3f}  {wish:20} {'' if held else 'NOT KEPT'}")
    ours_tables, theirs_tables = told.get("table cells F1", []), told.get("plumber: table cells F1", [])
    if ours_tables and theirs_tables:
        ratio = (sum(ours_tables) / len(ours_tables)) / max(1e-9, sum(theirs_tables) / len(theirs_tables))
        kept &= ratio >= 1.3
        print(f"{'tables, ours / plumber':26} mean {ratio:.2f}  bar 1.3 {'' if ratio >= 1.3 else 'NOT KEPT'}")
    speed = plumber / seconds
    kept &= speed >= 0.7
    print(
        f"pages a second: ours {total / seconds:.2f}, pdfplumber {total / plumber:.2f}, pdfium {total / pdfium:.1f};",
        end=" ",
    )
    print(f"ours / pdfplumber {speed:.2f}  bar 0.7 {'' if speed >= 0.7 else 'NOT KEPT'}")
    for folder in () if chosen.alone else (chosen.folder, *chosen.other):
        kept &= count_read(folder)
    return 0 if kept else 1


def count_read(folder: Path) -> bool:
    """Read every file of a folder; whether what came in is what was read, failed, or was left out as a duplicate."""
    settings = IngestSettings()
    found = discover([folder], settings)
    failed = {failure.source: failure.code for failure in found.failures}
    done = 0
    for source in found.sources:
        if source.format == "pdf" and folder.name == "pairs":
            done += 1  # read above
            continue
        try:
            read(source, settings)
            done += 1
        except VesiwebError as error:
            failed[source.source] = error.code
    print(f"{folder.name}: {len(found.sources) + len(found.failures)} in, {done} read, failed: {failed or 'none'}")
    return not failed


if __name__ == "__main__":
    sys.exit(main())

"""Documents as the page carries them: boxes on pages name their mention."""

from __future__ import annotations

from dataclasses import replace

from pipeline.ingest.pdfimages import Box, PageImage
from pipeline.report.data import ReportData
from pipeline.report.payload import payload


def test_a_box_names_the_shortest_mention_around_it(data: ReportData) -> None:
    reading = next(one for one in data.readings if one.document.source == "texts/first.txt")
    outer = next(one for one in reading.annotation.mentions if one.surface == "PTEN/AKT pathway")
    inner = next(one for one in reading.annotation.mentions if one.surface == "PTEN" and one.start == outer.start)
    spans = [(outer.start, outer.end), (inner.start, inner.end), (outer.start, outer.start + 2), (0, 1)]
    boxes = tuple(Box(start, end, 0.1, 0.2, 0.3, 0.4) for start, end in spans)
    images = [PageImage(reading.document.id, 2, 10, 20, b"", boxes), PageImage(reading.document.id, 1, 10, 20, b"", ())]
    page = payload(replace(data, pages=images))
    (document,) = [one for one in page["documents"] if one["source"] == "texts/first.txt"]
    first, second = document["sheets"]
    assert (first["page"], second["page"], first["boxes"]) == (1, 2, [])
    assert second["file"] == f"pages/{reading.document.id}-2.png"
    named = [document["mentions"][number][:2] for number, *_ in second["boxes"]]
    assert named == [list(spans[0]), list(spans[1]), list(spans[1])], "what no mention holds is left out"
    assert second["boxes"][0][1:] == [1000, 2000, 3000, 4000]

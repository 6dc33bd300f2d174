"""The report: one HTML file that opens from disk, sends no request and runs no code but its own."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.core.errors import ReportError
from pipeline.ingest.pdfimages import PageImage
from pipeline.report.data import ReportData
from pipeline.report.figures import core_figure
from pipeline.report.parts import packed, split, told
from pipeline.report.payload import payload
from pipeline.report.reconciliation import write_reconciliation
from pipeline.report.texts import picture_of

_HERE = Path(__file__).parent
#: what esbuild made of the page's code (``build.mjs``), with the licences of what is in it
BUNDLE = "built/report.js"


def write_report(out: Path, report: ReportData) -> Path:
    """Write ``index.html`` below a folder, ``network.svg`` (its first view as a figure), and what the page leads to.

    That is ``pages/`` with pictures of PDF pages and ``reconciliation.html``, where there are any.

    The page holds its data, style and code. Its content security policy forbids everything that is not in
    it: no request can leave it, and text of the documents cannot become code. The same data give the same
    bytes.

    Parameters
    ----------
    out
        A folder; made if it is not there.
    report
        What the page shows.

    Returns
    -------
    Path
        Of ``index.html``.

    Raises
    ------
    ReportError
        A file cannot be written.
    """
    page = out / "index.html"
    files = {page: render(report), out / "network.svg": core_figure(report.graph)}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8", newline="\n")
        _write_pictures(out / "pages", report.pages)
    except OSError as error:
        raise ReportError(
            f"the report cannot be written ({error.strerror})",
            where=str(out),
            remedy="give a folder that can be written to, on a disk with room",
        ) from error
    if report.reconciliation is not None:
        write_reconciliation(report.reconciliation, out / "reconciliation.html")
    return page


def _write_pictures(folder: Path, images: Sequence[PageImage]) -> None:
    """Write pictures of pages; those of an earlier report go."""
    names = {Path(picture_of(image)).name: image.data for image in images}
    for old in sorted(folder.glob("d*-*.png")):
        if old.name not in names:
            old.unlink()
    if names:
        folder.mkdir(exist_ok=True)
    for name, data in names.items():
        (folder / name).write_bytes(data)


def render(report: ReportData) -> str:
    """The page as text.

    Parameters
    ----------
    report
        What the page shows.
    """
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    head, parts = split(payload(report))
    style = "".join(path.read_text(encoding="utf-8") for path in sorted((_HERE / "static").glob("*.css")))
    script = bundle()
    return environment.get_template("index.html").render(
        title=head["title"],
        data=Markup(embed(head)),
        parts=[(name, Markup(packed(text))) for name, text in parts.items()],
        style=Markup(style),
        script=Markup(script),
        style_hash=_sha256(style),
        script_hash=_sha256(script),
    )


def bundle() -> str:
    """The page's code in one piece, as a file opened from disk may not import another."""
    return (_HERE / BUNDLE).read_text(encoding="utf-8")


def embed(value: Any) -> str:
    """JSON that is safe inside a script element: nothing in it can end the element or a line.

    Examples
    --------
    >>> embed({"a": "</script>&\\u2028"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026\\\\u2028"}'
    """
    text = told(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _sha256(text: str) -> str:
    """A source hash for the content security policy."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""The report: one HTML file that opens from disk, sends no request and runs no code but its own."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.core.errors import ReportError
from pipeline.report.data import ReportData
from pipeline.report.figures import core_figure
from pipeline.report.payload import payload

_HERE = Path(__file__).parent
#: data of more characters than this are packed, so that the file stays small
PLAIN = 2_000_000
#: the page's modules, each importing only from those before it
MODULES = (
    "dom",
    "data",
    "marks",
    "scores",
    "pieces",
    "cards",
    "layout",
    "gestures",
    "drawing",
    "filters",
    "export",
    "network",
    "tables",
    "evidence",
    "comparison",
    "documents",
    "evaluation",
    "overview",
    "main",
)
_IMPORT = re.compile(r"^import (\{[^}]*\}) from \"\./([a-z]+)\.js\";$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const|class) (\w+))", re.MULTILINE)


def write_report(out: Path, report: ReportData) -> Path:
    """Write ``index.html`` (and ``network.svg``, the first view as a figure) below a folder.

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
    except OSError as error:
        raise ReportError(
            f"the report cannot be written ({error.strerror})",
            where=str(out),
            remedy="give a folder that can be written to, on a disk with room",
        ) from error
    return page


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
    data = payload(report)
    style, script = _static("style.css"), bundle()
    content = embed(data)
    packed = len(content) > PLAIN
    if packed:
        content = b64encode(gzip.compress(content.encode(), compresslevel=6, mtime=0)).decode()
    return environment.get_template("index.html").render(
        title=data["title"],
        data=Markup(content),
        packed=packed,
        style=Markup(style),
        script=Markup(script),
        style_hash=_sha256(style),
        script_hash=_sha256(script),
    )


def bundle() -> str:
    """The page's modules as one: a file opened from disk may not import another.

    Each module becomes a function that is called once and gives what the module exports; its imports take
    from what those before it gave. Names of one module are no names of another, as it was.
    """
    parts = []
    for name in MODULES:
        source = _static(f"{name}.js")
        names = ", ".join(_EXPORT.findall(source))
        source = _EXPORT.sub("", _IMPORT.sub(r"const \1 = \2Module;", source))
        parts.append(f"const {name}Module = await (async () => {{\n{source}return {{ {names} }};\n}})();\n")
    return "\n".join(parts)


def embed(value: Any) -> str:
    """JSON that is safe inside a script element: nothing in it can end the element or a line.

    Examples
    --------
    >>> embed({"a": "</script>&\\u2028"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026\\\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _static(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    """A source hash for the content security policy."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()

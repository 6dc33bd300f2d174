"""Runs in a process of its own: reads the pages of a PDF and prints their lines as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from pipeline.ingest.pdfium import Sheet, read_sheet
from pipeline.ingest.pdflayout import laid_out

#: more pages than this are not read; the limit is told
MOST_PAGES = 3_000


class Locked(Exception):
    """The file needs a password."""


def open_sheets(path: str) -> tuple[list[Sheet], int]:
    """The first pages of a PDF, and how many it has, by PDFium.

    Raises
    ------
    Locked
        It needs a password.
    pypdfium2.PdfiumError
        It cannot be read.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise Locked from error
        raise
    try:
        return [_sheet(pdf, number) for number in range(min(len(pdf), MOST_PAGES))], len(pdf)
    finally:
        pdf.close()


def _sheet(pdf: Any, number: int) -> Sheet:
    """A page; an empty one where the page cannot be loaded, since the others may be whole."""
    import pypdfium2

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return Sheet(0.0, 0.0)
    try:
        return read_sheet(page)
    finally:
        page.close()


def read_pages(path: str, engine: str = "pdfium") -> dict[str, Any]:
    """Pages of a PDF as plain data: width, height and lines in reading order, and how many images there are.

    Parameters
    ----------
    path
        The file.
    engine
        ``pdfium``, which is fast, or ``pdfplumber``, which reads some damaged files that the other does not.

    Returns
    -------
    dict
        See `pipeline.ingest.pdflayout.laid_out`; on failure ``error`` (a code) and ``message``.
    """
    import pypdfium2

    if engine == "pdfplumber":
        return _plumbed(path)
    try:
        return laid_out(*open_sheets(path))
    except Locked:
        return {"error": "encrypted", "message": "a password is wanted"}
    except pypdfium2.PdfiumError as error:
        answer = _plumbed(path)
        return answer if "error" not in answer else {"error": "broken pdf", "message": f"{error}; {answer['message']}"}


def _plumbed(path: str) -> dict[str, Any]:
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    from pipeline.ingest.pdfplumbed import read_sheets

    try:
        return laid_out(*read_sheets(path, MOST_PAGES))
    except (PdfminerException, PDFPasswordIncorrect, PDFSyntaxError) as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        encrypted = isinstance(cause, PDFPasswordIncorrect) or "Password" in type(cause).__name__
        return {
            "error": "encrypted" if encrypted else "broken pdf",
            "message": f"{type(cause).__name__} {cause}".strip()[:300],
        }


def main(answer_to: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> int:
    """Read a request (JSON on standard input), set the memory limit, print the answer on standard output.

    Parameters
    ----------
    answer_to
        What answers; by default the pages are read.
    """
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    limit = int(request["megabytes"]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = answer_to(request) if answer_to else read_pages(request["path"], request.get("engine", "pdfium"))
    except (MemoryError, RecursionError) as error:
        answer = {"error": "memory", "message": f"{type(error).__name__}: {error}"[:500]}
    except ImportError as error:
        # the limit may leave no room to map a library; a library that is missing is something else
        starved = "map segment" in str(error) or "allocate" in str(error)
        answer = {"error": "memory" if starved else "install", "message": f"{type(error).__name__}: {error}"[:500]}
    except Exception as error:  # noqa: BLE001  # a hostile file may raise anything; it is told, not swallowed
        answer = {"error": "broken pdf", "message": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, out, ensure_ascii=True)
    out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

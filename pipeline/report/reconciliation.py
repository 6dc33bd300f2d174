"""The reconciliation as a table for people: mentions and relations of gold and extraction side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.core.errors import ReportError
from pipeline.network.attributes import clean
from pipeline.reconcile.reconcile import Difference

STATUSES = ("contradicted", "missed", "spurious", "confirmed")


def write_reconciliation(rows: Sequence[Difference], path: Path) -> Path:
    """Write the table as one page that opens offline, without scripts; what differs comes before what is confirmed.

    Parameters
    ----------
    rows
        Rows of `pipeline.reconcile.reconcile.reconcile`.
    path
        The file to write.

    Raises
    ------
    ReportError
        The file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_reconciliation([], Path(folder, "reconciliation.html")).read_text(encoding="utf-8")
    >>> "missed (0)" in page
    True
    """
    environment = Environment(
        loader=PackageLoader("pipeline.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: clean(value) if isinstance(value, str) else value,
        keep_trailing_newline=True,
    )
    counts = Counter(row.status for row in rows)
    ordered = sorted(rows, key=lambda row: (STATUSES.index(row.status), row.document, row.task, row.start, row.id))
    page = environment.get_template("reconciliation.html").render(rows=ordered, counts=counts, statuses=STATUSES)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(
            f"the table cannot be written ({error.strerror})",
            where=str(path),
            remedy="choose a folder that you may write to",
        ) from error
    return path

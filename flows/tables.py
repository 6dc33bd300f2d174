"""Tables of the documentation that are made from the code, so that they cannot fall behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.environment import DEFAULTS, SERVING
from pipeline.core.settings import ROOT, Settings


def rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as name, value and what it does.

    Examples
    --------
    >>> rows(Settings())[0]
    ('ingest.max_bytes', '200000000', 'A source larger than this is refused.')
    """
    return [
        (f"{stage}.{name}", shown(getattr(getattr(settings, stage), name)), field.description or "")
        for stage in type(settings).model_fields
        for name, field in type(getattr(settings, stage)).model_fields.items()
    ]


def shown(value: Any) -> str:
    """A value as people write it; paths of the project from its root."""
    if isinstance(value, Path):
        return str(value.relative_to(ROOT)) if value.is_relative_to(ROOT) else str(value)
    return str(value) or "–"


def settings_markdown() -> str:
    """Every setting with its default and effect, as a Markdown table."""
    lines = ["| setting | default | what it does |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | `{value}` | {effect} |" for name, value, effect in rows(Settings())]
    return "\n".join(lines) + "\n"


def environment_markdown() -> str:
    """What Prefect is told unless the operator says otherwise, as a Markdown table."""
    lines = ["| variable | value | when |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | `{value}` | always |" for name, value in DEFAULTS.items()]
    lines += [f"| `{name}` | `{value}` | `vesiweb schedule` |" for name, value in SERVING.items()]
    return "\n".join(lines) + "\n"


def refresh(path: Path) -> bool:
    """Put the tables of now in the place of those in a document; gives whether it changed.

    A table is found by its first line.
    """
    before = path.read_text(encoding="utf-8")
    text = before
    for table in (settings_markdown(), environment_markdown()):
        start = text.index(table.split("\n", 1)[0])
        end = start
        while text.startswith("|", end):
            end = text.index("\n", end) + 1
        text = text[:start] + table + text[end:]
    path.write_text(text, encoding="utf-8")
    return text != before


if __name__ == "__main__":
    refresh(ROOT / "docs" / "operators.md")

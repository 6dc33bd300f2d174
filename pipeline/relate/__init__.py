"""Document and Annotation -> Relations: what sentences, table rows and spans say of two mentions."""

from __future__ import annotations

from pipeline.relate.relater import PATTERNS, Relater

__all__ = ["PATTERNS", "Relater"]

"""The short forms that a document uses for vesicles: ``neuron-derived exosomes (NDEs)``, ``small EVs (sEVs)``."""

from __future__ import annotations

import re

from pipeline.core.records import Annotation, Document
from pipeline.relate.patterns import Lexicon

_DEFINED = re.compile(r"\b(\w+)(?:\s*\(\s*[A-Za-z]{2,10}\s*\))?\s*(?=\(\s*([A-Za-z]{2,10})\s*\))")


def vesicle_names(document: Document, annotation: Annotation, lexicon: Lexicon) -> frozenset[str]:
    """Lower-case short forms whose long form ends in a word for vesicles, from brackets and from the annotation.

    A short form that is itself a mention (``MSC``) is none.
    """
    mentioned = {m.surface.lower() for m in annotation.mentions}
    found = {
        match.group(2).lower()
        for match in _DEFINED.finditer(document.text)
        if lexicon.has("vesicles.words", match.group(1).lower())
    }
    for abbreviation in annotation.abbreviations:
        last = abbreviation.long_text.lower().split()[-1:]
        if last and lexicon.has("vesicles.words", last[0]):
            found.add(abbreviation.short_text.lower())
    plural = {name + "s" for name in found if not name.endswith("s")}
    return frozenset(name for name in found | plural if name not in mentioned and name.isalpha())

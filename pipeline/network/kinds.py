"""Kinds: the types of concept as people call them, and which cell is a kind of which, by its name."""

from __future__ import annotations

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType

#: words for the types, as people write them
WORDS = {
    "cell": EntityType.CELL_TYPE,
    "celltype": EntityType.CELL_TYPE,
    "marker": EntityType.MARKER,
    "gene": EntityType.MARKER,
    "protein": EntityType.MARKER,
    "mirna": EntityType.MIRNA,
    "microrna": EntityType.MIRNA,
    "mir": EntityType.MIRNA,
    "pathway": EntityType.PATHWAY,
}


def kind_of(word: str) -> EntityType:
    """The type that a word means: ``miRNA``, ``markers``, ``cell type``, ``PATHWAY``.

    Raises
    ------
    NetworkError
        It means none.

    Examples
    --------
    >>> kind_of("miRNAs").value, kind_of("cell type").value
    ('MIRNA', 'CELL_TYPE')
    """
    plain = "".join(letter for letter in word.casefold() if letter.isalnum())
    for form in (plain, plain.removesuffix("s")):
        if form in WORDS:
            return WORDS[form]
    raise NetworkError(f"{word!r} is no type of concept", remedy="choose cell, marker, miRNA or pathway")


def is_kind_of(name: str, whole: str) -> bool:
    """Whether a cell's name says that it is a kind of another: by its head words, or by ``of`` behind the whole.

    The lexicon holds no hierarchy; the Cell Ontology's names of tissue subclasses follow this pattern. What is
    a kind without saying so in its name (a Müller cell is a glial cell) is not found.

    Examples
    --------
    >>> is_kind_of("mesenchymal stem cell of the bone marrow", "mesenchymal stem cell")
    True
    >>> is_kind_of("articular chondrocyte", "chondrocyte"), is_kind_of("stem cell", "neural stem cell")
    (True, False)
    """
    name, whole = name.casefold(), whole.casefold()
    return name.startswith(f"{whole} of ") or name.endswith(f" {whole}")


def wholes(name: str) -> frozenset[str]:
    """Every name, caseless, that a cell of this name is a kind of by `is_kind_of`, whether there is such a cell or not.

    Examples
    --------
    >>> sorted(wholes("Stem cell of the skin"))
    ['cell of the skin', 'of the skin', 'skin', 'stem cell', 'the skin']
    """
    name = name.casefold()
    blanks = [at for at, letter in enumerate(name) if letter == " "]
    heads = {name[:at] for at in blanks if name.startswith(" of ", at)}
    return frozenset(heads | {name[at + 1 :] for at in blanks})

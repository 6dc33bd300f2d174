"""What a document's own definitions make of its short forms: cells, markers, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.annotate.abbreviations import Definition
from pipeline.annotate.cells import CellComposer
from pipeline.core.records import EntityType

if TYPE_CHECKING:
    from pipeline.annotate.lexicon import Lexicon

_GENE_HEAD = re.compile(
    r"(?:\b(?:[a-z]*protein|proteoglycans?|[a-z]*lectins?|factor|modulator|suppressor|attenuator|chaperone|myosin|laminin"
    r"|receptor|kinase|ligand|antigen|molecule|hormone|channel|transporter|globulin|chemokine|variant|component(?=[\s-]C?\d)"
    r"|interleukin|integrin|cadherin|collagen|actin|cyclin|connexin|claudin|inhibitor of \w+|peptide|subunit|isoform"
    r"|homolog|oncogene|immunoglobulin|endothelin|interferon|troponin|synuclein|gene(?: \d+)?|catenin|albumin|tubulin"
    r"|histone|keratin)"
    r"|(?<![a-z])[a-z]{3,}(?:ase|kine|nectin|poietin|ferrin|globin))"
    r"(?:[\s\-‐‑–]?(?-i:\d{1,3}[A-Za-z]?|[α-ωA-Z]|alpha|beta|gamma|delta|kappa|type \w+|I{1,3}|[α-ω]\d)){0,3}$",
    re.IGNORECASE,
)
_NOT_GENE = re.compile(
    r"\b(?:(?:database|study|trial|scale|questionnaire|hospital|university|institute|society|program"
    r"|[a-z]*carcinoma|cancer|tumou?r|[a-z]*oma|leuka?emia|diseases?|disorders?|syndrome|injury|infarction|failure"
    r"|fibrosis|arthritis|stroke|ischa?emia|diabetes|hypertension|phase|increase|decrease|release|base|case|risk factor"
    r"|exosomes?|vesicles?|bod(?:y|ies)|tissues?|marrow|cord|blood|jelly|medium|media|matrix|niche|microenvironment"
    r"|assays?|method|analysis|microscopy|chromatography|imaging|score|index|ratio|rate|system|barrier|model|mice"
    r"|rats?|group|treatment|therapy|transition|death|autophagy|differentiation|species|acids?|oxide|peroxide|membrane"
    r"|network|niches|barcode|sequencing|reaction|number|time|area|volume|pressure|medicine|pill|RNAs?|DNA|nanoparticles?"
    r"|hydrogels?|scaffolds?|delivery|deprivation|reoxygenation|reperfusion|growth factors"
    r"|nodes?|nucleus|nuclei|tract|cortex|arter(?:y|ies)|veins?|nerves?|glands?|ganglia|ganglion|ligaments?|muscles?|bones?"
    r"|tendons?|cartilage|epithelium|services?|consortium|committee|agency|surveys?|guidelines?|challenge|levels?|values?"
    r"|concentrations?|coefficients?|capacity|length|width|weight|doses?|duration|hydroxide|chlorides?|sulfates?|polymers?"
    r"|glycols?|cholesterol|lipids?|lipoproteins?|[a-z]*phospholipids?|sphingolipids?|raffinose|sucrose|trehalose|solution|buffers?|dyes?"
    r"|drugs?|resistance|inflammation|hypoxia|regeneration|engagers?|platforms?|markers|polymorphisms?|library|software"
    r"|array|tools?|sequence|imag(?:e|es)|city|ratios|techniques?|strategy|strategies|age"
    r"|controls?|associations?|federations?|foundation|college|academy|council|physicians|trainers|dissection|resection"
    r"|detection|prevention|solitarius|plasma|serum|deafness(?: \d+)?|family"
    r"|cris[ie]s|frequenc(?:y|ies)|path|elements?|power|parameters?|events?|residues?|effects?|potentials?|potentiation"
    r"|depletion|induction|antibod(?:y|ies)|(?:disease|syndrome|neoplasia|deficiency) type \w+)"
    r"|resistance to .*"
    r"|[\w-]*(?:amide|estrol|acetate|tryptophan|azole|mycin|cillin|nib|mab|vastatin|oside|sulfonate|phosphate))$",
    re.IGNORECASE,
)
_VESICLES = re.compile(r"(?:EVs?|[Ee]xos?|EXOs?|MVs?|NVs?|vesicles?)$")
_TUMOUR = re.compile(r"(?:cancer|tumou?r|[a-z]{3,}oma|leuka?emia)s?$", re.IGNORECASE)
#: what names of long non-coding RNAs and of genes lost in tumours are made of, whatever they end with
_TRANSCRIPT = re.compile(
    r"\b(?:transcript|antisense|non-?coding|(?:up-?regulated|deleted|overexpressed|amplified|expressed) in)\b",
    re.IGNORECASE,
)
#: somewhere in a gene's name
_GENE_PART = re.compile(
    r"(?:protein|factor|receptor|kinase|ligand|antigen|gene|globulin|transcript|homolog|peptide|enzyme|binding|domain"
    r"|channel|cadherin|chain|subunit|helicase|transporter|hormone|oncogene|element|repeat|associated|[a-z]{3}ase\b"
    r"|inhibitor|activator|regulator|adaptor|carrier|collagen|interact|complex)",
    re.IGNORECASE,
)
_HYPHEN = "[-\u2010-\u2015\u2212]"
_INITIALS = re.compile(r"[A-Z]{2,5}s?")
#: of cells or vesicles that were treated with what is defined: ``interferon gamma-stimulated exosomes (IFNγ-Exos)``
_TREATED = re.compile(r"[-\s](?:stimulated|treated|primed|overexpressing|loaded|modified)$", re.IGNORECASE)
_TYPE = re.compile(r"\btype \w+$")
_PREPOSITION = re.compile(r"\b(?:of|for|in|on|by|to|with|upon)\b")
_TAIL = re.compile(r"^\s(?:from|of|derived from|isolated from)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Short forms that a document defines, by what they stand for.

    Examples
    --------
    >>> Glossary(cells=frozenset({"CPC"})).is_defined("CPCs")
    True
    """

    cells: frozenset[str] = frozenset()
    markers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    #: those of the others that are tumours: with ``cells`` behind they name cells (``HCC cells``)
    tumours: frozenset[str] = frozenset()
    #: short form -> long form
    long: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: long forms of markers that no lexicon need know
    long_markers: frozenset[str] = frozenset()

    def is_defined(self, short: str) -> bool:
        """Whether the document defines the short form, in the singular or the plural."""
        return any(form in kind for form in variants(short) for kind in (self.cells, self.markers, self.others))

    def denies(self, kind: EntityType, surface: str) -> bool:
        """Whether the document says that a surface is something else than of this type.

        Examples
        --------
        >>> Glossary(others=frozenset({"MET"})).denies(EntityType.MARKER, "MET")
        True
        """
        told = {EntityType.CELL_TYPE: self.markers, EntityType.MARKER: self.cells}.get(kind, frozenset())
        return any(form in self.others or form in told for form in variants(surface))

    def long_of(self, surface: str) -> str | None:
        """The long form of a short form, or None."""
        for form in variants(surface):
            if form in self.long:
                return self.long[form]
        return None

    def short_of(self, surface: str) -> str | None:
        """The short form that the document gives to a long form, or None."""
        wanted = surface.lower()
        return next((short for short, long in self.long.items() if long.lower() == wanted), None)


def variants(short: str) -> tuple[str, ...]:
    """A short form as it stands, in the singular and in the plural.

    Examples
    --------
    >>> variants("MSCs")
    ('MSCs', 'MSC')
    """
    return (short, short[:-1]) if short.endswith("s") else (short, short + "s")


def build_glossary(definitions: Iterable[Definition], composer: CellComposer, lexicon: Lexicon) -> Glossary:
    """Sort a document's definitions by what they define; the first definition of a short form counts.

    A short form is a cell where its long form is a cell's name as the composer reads it, a marker where the lexicon
    knows the long form, or the short form itself, or the long form ends like a protein's name; else something else.
    """
    cells, markers, others, tumours = set[str](), set[str](), set[str](), set[str]()
    long, long_markers = dict[str, str](), set[str]()
    for definition in definitions:
        if definition.short in long:
            continue
        definition = replace(definition, long=_TREATED.sub("", definition.long))
        long[definition.short] = definition.long
        kind = _kind(definition, composer, lexicon)
        if kind is EntityType.CELL_TYPE:
            cells.add(definition.short)
        elif kind is EntityType.MARKER:
            markers.add(definition.short)
            long_markers.add(definition.long)
        elif not _is_joined(definition.short, lexicon):
            others.add(definition.short)
            if _TUMOUR.search(definition.long):
                tumours.add(definition.short)
    return Glossary(
        cells=frozenset(cells),
        markers=frozenset(markers),
        others=frozenset(others),
        tumours=frozenset(tumours),
        long=MappingProxyType(long),
        long_markers=frozenset(long_markers),
    )


def _is_joined(short: str, lexicon: Lexicon) -> bool:
    """Whether a short form is names of markers joined, each of which stays what it is: ``JAK/STAT``, ``cGAS-STING``."""
    for joint, least in (("/", 1), (_HYPHEN, 2)):
        parts = re.split(joint, short)
        strong = [part for part in parts if any("weak" not in e.flags for e in lexicon.lookup(part, EntityType.MARKER))]
        if len(parts) > 1 and len(strong) >= least:
            return True
    return False


def _kind(definition: Definition, composer: CellComposer, lexicon: Lexicon) -> EntityType | None:
    text = definition.long
    if _VESICLES.search(definition.short):
        return None
    for name in composer.find(text):
        if _PREPOSITION.search(text[: name.start]):
            continue  # "nuclear factor of activated T cells" is no cell
        if name.end == len(text) or (name.start == 0 and _TAIL.match(text[name.end :])):
            return EntityType.CELL_TYPE
    if "/" in definition.short:
        return None
    strong = any("weak" not in entry.flags for entry in lexicon.lookup(definition.short, EntityType.MARKER))
    if strong and _TRANSCRIPT.search(text):
        return EntityType.MARKER
    known = lexicon.lookup(text, EntityType.MARKER)
    if " " in text and any("weak" not in entry.flags for entry in known) and _TUMOUR.search(text) is None:
        return EntityType.MARKER  # "target of rapamycin" does not end as a drug's name
    if _NOT_GENE.search(text):
        return None
    if known:
        return EntityType.MARKER
    if lexicon.lookup(text, EntityType.CELL_TYPE):
        return EntityType.CELL_TYPE
    if _GENE_HEAD.search(text):
        return EntityType.MARKER
    if text.endswith(("cell", "cells")) and _PREPOSITION.search(text) is None:
        return None  # of a kind that no list has: "regeneration-associated cells (RACs)"
    spelled = _INITIALS.fullmatch(definition.short) and " " in text and _GENE_PART.search(text) is None
    return EntityType.MARKER if strong and not spelled and _TYPE.search(text) is None else None

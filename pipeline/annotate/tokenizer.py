"""The tokenizer: scispaCy's rules, opened up for the compounds of this field.

scispaCy keeps hyphens, slashes and brackets inside of words; names in this field are joined by just these
(``hESC-Exos``, ``TLR2/MyD88/NF-κB``, ``(MSC)-derived``). A hyphen splits where a word of three letters or more or a
capitalised short form follows it; before a digit, a Greek letter or a letter or two it binds (``IL-10``, ``TGF-β``,
``NF-κB``). microRNA names stay whole. Nothing is lost: the tokens and their blanks add up to the text.
"""

from __future__ import annotations

import re

from scispacy.consts import ABBREVIATIONS
from spacy.lang import char_classes
from spacy.language import Language
from spacy.symbols import ORTH  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_HYPHEN = r"[-\u2010-\u2015\u2212\uFE63\uFF0D]"
_GREEK = "\u0370-\u03ff"
_MICRO = r"(?:[mM][iI][rR]|mi[rR]NA|[mM]icroRNA|[lL]et)"
_NOT_IN_MICRORNA = "".join(rf"(?<!\b{code})" for code in ("hsa", "mmu", "rno", "cel", "dme", "ath"))

#: a whole microRNA name: never split inside
_MICRORNA = re.compile(
    rf"^(?:[a-z]{{3,4}}{_HYPHEN})?{_MICRO}{_HYPHEN}?\d+[a-z]{{0,2}}(?:{_HYPHEN}\d)?(?:{_HYPHEN}[35]p)?\*?$"
)

_INFIXES = [
    rf"(?<=[\w+*)\]]){_NOT_IN_MICRORNA}{_HYPHEN}(?=[^\W\d_]{{3}})",  # hESC-Exos, IL-1β-induced, CD34+-derived
    rf"(?<=[^\W_][^\W_]){_NOT_IN_MICRORNA}{_HYPHEN}(?=[A-Z][A-Z]|[A-Z]+s\b|i[A-Z])",  # hiPSC-EC, BM-iMSCs
    rf"(?<=[\w]){_HYPHEN}(?=[^\W\d_]{{2,}}\d)",  # anti-CD63
    rf"(?<=[{_GREEK}\w+]){_HYPHEN}(?=/)",
    r"/",
    r"\+",
    r"(?<=\w)[~∼]",
    r"[()\[\]{}]",
    r"(?<=[^\W\d_]{3})[,;:](?=[^\W\d_])",
    rf"(?<=\w){_HYPHEN}(?=\()",
]


def make_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer for a pipeline; it is plain data once made, so that ``nlp.to_disk`` holds all of it.

    Parameters
    ----------
    nlp
        The pipeline whose vocabulary and exceptions the tokenizer is to use.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> nlp.tokenizer = make_tokenizer(nlp)
    >>> [token.text for token in nlp("hESC-Exos carry miR-17-5p; TLR2/MyD88/NF-κB")]
    ['hESC', '-', 'Exos', 'carry', 'miR-17-5p', ';', 'TLR2', '/', 'MyD88', '/', 'NF-κB']
    """
    exceptions = {**nlp.Defaults.tokenizer_exceptions, **{word: [{ORTH: word}] for word in ABBREVIATIONS}}
    hyphens = char_classes.HYPHENS.replace("-|", "", 1)
    infixes = [
        *char_classes.LIST_ELLIPSES,
        *char_classes.LIST_ICONS,
        "×",
        r"(?<=[0-9])[+*^](?=[0-9-])",
        rf"(?<=[{char_classes.ALPHA_LOWER}])\.(?=[{char_classes.ALPHA_UPPER}])",
        rf"(?<=[{char_classes.ALPHA}]),(?=[{char_classes.ALPHA}])",
        rf'(?<=[{char_classes.ALPHA}])[?";:=,.]*(?:{hyphens})(?=[{char_classes.ALPHA}])',
        *_INFIXES,
    ]
    punctuation = char_classes.PUNCT.replace("|", " ").split()
    prefixes = [
        "§", "%", "=", r"\+", "/", r"[-\u2010-\u2015\u2212](?=\w)", *punctuation, *char_classes.LIST_ELLIPSES,
        *char_classes.LIST_QUOTES, *char_classes.LIST_CURRENCY, *char_classes.LIST_ICONS,
    ]  # fmt: skip
    suffixes = [
        *punctuation, *char_classes.LIST_ELLIPSES, *char_classes.LIST_QUOTES, "’", *char_classes.LIST_ICONS,
        "'s", "'S", "’s", "’S", r"\+", "/", r"(?<=\w)[-\u2010-\u2015\u2212]",
        r"(?<=°[FfCcKk])\.", rf"(?<=[0-9])(?:{char_classes.UNITS})",
        rf"(?<=[0-9{char_classes.ALPHA_LOWER}{_GREEK}%²\-\)\]\+\*])\.",
        rf"(?<=[{char_classes.ALPHA}\d][{char_classes.ALPHA_UPPER}])\.",
    ]  # fmt: skip
    return Tokenizer(
        nlp.vocab,
        exceptions,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=_MICRORNA.match,
    )

"""Turns the dependency trees of CRAFT and GENIA into one scheme and into spaCy's training files.

The two files carry Stanford dependencies of two makes. GENIA's come from the Stanford converter: the predicate heads
its copula, relative clauses are ``rcmod``, participles ``vmod``, noun modifiers ``nn``, conjuncts hang on the first
one. CRAFT's come from ClearNLP: the copula is the head, the labels are ``relcl``, ``acl``, ``compound``, and conjuncts
form a chain. :func:`to_stanford` rewrites the second as the first. The tokens differ too: CRAFT cuts at every hyphen
and slash, GENIA at none, the project's tokenizer at some: :func:`recut` carries a tree over to other tokens.

Usage: ``python trees.py OUT_FOLDER``. Writes ``train.spacy`` and ``dev.spacy`` (trees), ``train_lines.spacy`` and
``dev_lines.spacy`` (articles with sentence starts).
"""

from __future__ import annotations

import gzip
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from corpora import SHARED
from corpora import read as read_corpus
from spacy.tokens import Doc, DocBin

from pipeline.annotate.tokenizer import make_tokenizer

#: how often a GENIA sentence is seen for each time that a CRAFT sentence is: it is the scheme's own text, and rare
GENIA_WEIGHT = 3
#: every n-th sentence of GENIA's dev part chooses the checkpoint and is not trained on
HELD_BACK = 8

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_BRACKET = re.compile("|".join(_BRACKETS))
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "``": '"', "''": '"'}
_NO_BLANK_BEFORE = re.compile(r"^(?:[,.;:)\]}%?!]|'s|')$")
_NO_BLANK_AFTER = re.compile(r"^[(\[{]$")
_PLAIN_LABELS = {
    "compound": "nn", "nmod": "nn", "relcl": "rcmod", "acl": "vmod", "nummod": "num", "case": "possessive",
    "agent": "prep", "meta": "dep", "dative": "iobj", "attr": "xcomp", "oprd": "acomp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a tree; ``head`` is an index into the sentence, its own for the root."""

    form: str
    tag: str
    head: int
    dep: str
    lemma: str
    blank: bool  # whether a blank follows


Sentence = list[Word]


def read(name: str) -> Iterator[list[Sentence]]:
    """The paragraphs of a file of trees (GENIA's has none: each sentence is one), forms as in running text."""
    with gzip.open(SHARED / "trees" / f"{name}.sd.conllu.gz", "rt", encoding="utf-8") as lines:
        paragraph: list[Sentence] = []
        rows: list[list[str]] = []
        marked = name.startswith("craft")
        for line in lines:
            if line.startswith("# newpar") and paragraph:
                yield paragraph
                paragraph = []
            elif line[:1].isdigit():
                rows.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and rows:
                paragraph.append(_sentence(rows, marked))
                rows = []
                if not marked:
                    yield paragraph
                    paragraph = []
        if rows:
            paragraph.append(_sentence(rows, marked))
        if paragraph:
            yield paragraph


def _sentence(rows: list[list[str]], spaces_marked: bool) -> Sentence:
    forms = [_BRACKET.sub(lambda found: _BRACKETS[found.group()], _ENTITIES.get(row[1], row[1])) for row in rows]
    words = []
    for index, row in enumerate(rows):
        if spaces_marked:
            blank = "SpaceAfter=No" not in row[9]
        else:
            following = forms[index + 1] if index + 1 < len(forms) else " "
            blank = not (_NO_BLANK_BEFORE.match(following) or _NO_BLANK_AFTER.match(forms[index]))
        head = int(row[6]) - 1
        lemma = "" if row[2] == "_" else row[2]
        dep = "ROOT" if head < 0 else row[7]
        words.append(Word(forms[index], row[4], index if head < 0 else head, dep, lemma, blank))
    return words


def to_stanford(sentence: Sentence) -> Sentence:
    """Rewrite ClearNLP's dependencies as the Stanford converter makes them (see the table of labels above).

    Examples
    --------
    >>> was = [Word("It", "PRP", 1, "nsubj", "it", True), Word("was", "VBD", 1, "ROOT", "be", True),
    ...        Word("clear", "JJ", 1, "acomp", "clear", False)]
    >>> [(word.form, word.head, word.dep) for word in to_stanford(was)]
    [('It', 2, 'nsubj'), ('was', 2, 'cop'), ('clear', 2, 'ROOT')]
    """
    words = _predicates_head(_conjuncts_on_first(sentence))
    return [replace(word, dep=_label(words, index), tag=_tag(word)) for index, word in enumerate(words)]


def _conjuncts_on_first(words: Sentence) -> Sentence:
    """Hang each conjunct, and the conjunctions and commas between, on the first conjunct of its chain."""

    def first(index: int) -> int:
        while words[index].dep == "conj":
            index = words[index].head
        return index

    out = list(words)
    for index, word in enumerate(words):
        joins = word.dep in ("conj", "cc") or (word.dep == "punct" and word.form == ",")
        if joins and words[word.head].dep == "conj":
            out[index] = replace(word, head=first(word.head))
    return out


def _predicates_head(words: Sentence) -> Sentence:
    """Make the predicate the head of its copula; ``there is X`` keeps the verb and gets a subject."""
    out = list(words)
    for verb, word in enumerate(words):
        if word.lemma != "be":
            continue
        children = [index for index, child in enumerate(words) if child.head == verb and index != verb]
        predicates = [index for index in children if words[index].dep in ("attr", "acomp")]
        if not predicates:
            continue
        predicate = predicates[0]
        if any(words[index].tag == "EX" for index in children):
            out[predicate] = replace(out[predicate], dep="nsubj")
            continue
        root = word.head == verb
        out[predicate] = replace(out[predicate], head=predicate if root else out[verb].head, dep=out[verb].dep)
        out[verb] = replace(out[verb], head=predicate, dep="cop")
        for index in children:
            if index != predicate:
                out[index] = replace(out[index], head=predicate)
    for index, word in enumerate(out):  # what hung on a copula that moved hangs on its predicate
        above = word.head
        if out[above].dep == "cop" and word.dep != "cop" and index != above:
            out[index] = replace(word, head=out[above].head if out[above].head != index else above)
    return out if _is_tree(out) else list(words)


def _is_tree(words: Sentence) -> bool:
    for start in range(len(words)):
        index, steps = start, 0
        while words[index].head != index and steps <= len(words):
            index, steps = words[index].head, steps + 1
        if steps > len(words):
            return False
    return sum(word.head == index for index, word in enumerate(words)) == 1


def _label(words: Sentence, index: int) -> str:
    word = words[index]
    dep, after = word.dep, index > word.head
    children = [child for child in words if child.head == index and child is not word]
    if dep == "advcl" and after and not any(child.dep == "mark" for child in children):
        if word.tag == "VB" or word.form.lower() == "using":
            return "xcomp"
        return "vmod" if word.tag == "VBG" else dep
    if dep == "acl" and any(child.dep == "mark" for child in children):
        return "ccomp"
    if dep == "nmod" and word.tag.startswith("JJ"):
        return "amod"
    if dep == "nummod" and words[word.head].tag == "CD":
        return "number"
    if dep == "parataxis" and not word.tag.startswith("VB"):
        return "dep"
    if dep == "dep" and word.tag in ("WDT", "WP"):
        passive = any(other.head == word.head and other.dep == "auxpass" for other in words)
        return "nsubjpass" if passive else "nsubj"
    if dep == "oprd" and word.tag.startswith("N"):
        return "xcomp"
    if word.form.lower() == "such" and words[word.head].form.lower() == "as":
        return "mwe"
    return _PLAIN_LABELS.get(dep, dep)


def _tag(word: Word) -> str:
    return "TO" if word.form.lower() == "to" and word.tag == "IN" else word.tag


def text_of(words: Iterable[Word]) -> tuple[str, list[tuple[int, int]]]:
    """The running text of tokens and the span of each in it."""
    text, spans = "", []
    for word in words:
        spans.append((len(text), len(text) + len(word.form)))
        text += word.form + " " * word.blank
    return text, spans


def recut(sentence: Sentence, cuts: list[tuple[int, int, bool]]) -> Sentence:
    """Carry a tree over to other tokens of the same text.

    Tokens that merge keep the arc of the one nearest to the root; of a token that is cut, the last piece keeps its
    arcs, and the pieces before it hang on that one as ``nn`` or ``punct``.

    Parameters
    ----------
    sentence
        The tree.
    cuts
        The new tokens: start, end, whether a blank follows.
    """
    text, spans = text_of(sentence)
    holders: list[list[int]] = [[] for _ in cuts]  # new token -> old tokens that it stands for
    stands: list[int] = []  # old token -> new token
    position = 0
    for old, (start, end) in enumerate(spans):
        while position + 1 < len(cuts) and cuts[position + 1][0] < end:
            position += 1
        while position > 0 and cuts[position][0] >= end:
            position -= 1
        del start
        stands.append(position)
        holders[position].append(old)
    out = []
    for new, (start, end, blank) in enumerate(cuts):
        form = text[start:end]
        if holders[new]:
            group = holders[new]
            top = min(group, key=lambda old: (_depth(sentence, old), -old))
            word = sentence[top]
            head = stands[word.head]
            tag = word.tag if len(group) == 1 else _merged_tag(sentence[group[-1]])
            lemma = word.lemma if len(group) == 1 else ""  # unknown: not taught
            out.append(Word(form, tag, head, "ROOT" if head == new else word.dep, lemma, blank))
        else:
            owner = next(old for old, span in enumerate(spans) if span[0] <= start < span[1])
            mark = not any(character.isalnum() for character in form)
            tag = ("HYPH" if form in "-/" else "SYM") if mark else ("CD" if form.isdigit() else "NN")
            out.append(Word(form, tag, stands[owner], "punct" if mark else "nn", "", blank))
    return out


def _depth(sentence: Sentence, index: int) -> int:
    depth = 0
    while sentence[index].head != index:
        index, depth = sentence[index].head, depth + 1
    return depth


def _merged_tag(last: Word) -> str:
    return (
        "JJ" if last.tag in ("VBN", "VBG", "JJ", "VBD") else ("NN" if last.tag in ("CD", "HYPH", "SYM") else last.tag)
    )


def whole_compounds(sentence: Sentence) -> list[tuple[int, int, bool]]:
    """Cut as GENIA does: what a hyphen or slash joins without a blank is one token."""
    _, spans = text_of(sentence)
    cuts: list[tuple[int, int, bool]] = []
    for index, (word, (start, end)) in enumerate(zip(sentence, spans, strict=True)):
        glued = index > 0 and not sentence[index - 1].blank
        joins = word.form in ("-", "/", "–") or (index > 0 and sentence[index - 1].form in ("-", "/", "–"))
        if glued and joins and cuts:
            cuts[-1] = (cuts[-1][0], end, word.blank)
        else:
            cuts.append((start, end, word.blank))
    return cuts


def make_doc(nlp: spacy.Language, sentences: Iterable[Sentence], *, gap: bool = False) -> Doc:
    """One document of several trees, with tags, lemmas, arcs and sentence starts; ``gap`` puts a blank between."""
    words, blanks, tags, heads, deps, lemmas, starts = [], [], [], [], [], [], []
    for sentence in sentences:
        base = len(words)
        if base and gap:
            blanks[-1] = True
        for index, word in enumerate(sentence):
            words.append(word.form)
            blanks.append(word.blank)
            tags.append(word.tag)
            heads.append(base + word.head)
            deps.append(word.dep)
            lemmas.append(word.lemma)
            starts.append(index == 0)
    doc = Doc(nlp.vocab, words=words, spaces=blanks, tags=tags, heads=heads, deps=deps)
    for token, lemma in zip(doc, lemmas, strict=True):
        if lemma:
            token.lemma_ = lemma
    return doc


def _own_cuts(nlp: spacy.Language, sentence: Sentence) -> list[tuple[int, int, bool]]:
    text, _ = text_of(sentence)
    return [(t.idx, t.idx + len(t), bool(t.whitespace_)) for t in nlp.tokenizer(text) if not t.is_space]


def _runs(sentences: list[Sentence], enough: int = 45) -> Iterator[list[Sentence]]:
    """Runs of sentences of some ``enough`` tokens: the oracle's time grows with the square of a text's length."""
    run: list[Sentence] = []
    for sentence in sentences:
        run.append(sentence)
        if sum(map(len, run)) >= enough:
            yield run
            run = []
    if run:
        yield run


def build(folder: Path) -> None:
    """Write the training, development and test files."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    chance = random.Random(0)
    train: list[Doc] = []
    for paragraph in read("craft.train"):
        trees = [to_stanford(sentence) for sentence in paragraph]
        train += [make_doc(nlp, group, gap=True) for group in _runs([recut(t, _own_cuts(nlp, t)) for t in trees])]
        train += [make_doc(nlp, [recut(tree, whole_compounds(tree))]) for tree in trees if chance.random() < 0.5]
    genia = [sentence for paragraph in read("genia.future_use") for sentence in paragraph]
    dev = []
    for index, paragraph in enumerate(read("genia.dev")):
        (dev if index % HELD_BACK == 0 else genia).extend(paragraph)
    for _ in range(GENIA_WEIGHT - 1):
        train += [make_doc(nlp, [sentence]) for sentence in genia]
    train += [make_doc(nlp, group, gap=True) for group in _runs([recut(s, _own_cuts(nlp, s)) for s in genia])]
    chance.shuffle(train)
    DocBin(docs=train, attrs=_ATTRS).to_disk(folder / "train.spacy")
    DocBin(docs=[make_doc(nlp, [s]) for s in dev], attrs=_ATTRS).to_disk(folder / "dev.spacy")
    for split in ("train", "dev"):
        lines = lines_as_docs(nlp, split, chance)
        DocBin(docs=lines, attrs=["ORTH", "SPACY", "SENT_START"]).to_disk(folder / f"{split}_lines.spacy")


_ATTRS = ["ORTH", "SPACY", "TAG", "LEMMA", "HEAD", "DEP", "SENT_START"]


def lines_with_sentences(split: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """CRAFT's articles line by line, as published: the text of a line and the span of each sentence in it.

    The file of trees has lost most of the line ends (a heading runs on into its paragraph); the articles' text has
    them. Sentences are found in it by their letters, blanks aside.
    """
    sentences = _sentences_by_article(f"craft.{split}")
    for article in read_corpus("craft", split):
        places = [index for index, character in enumerate(article.text) if not character.isspace()]
        letters = "".join(article.text[index] for index in places)
        position, spans = 0, []
        for forms in sentences[article.id]:
            found = letters.find(forms, position, position + len(forms) + 200)
            if found >= 0:
                position = found + len(forms)
                spans.append((places[found], places[position - 1] + 1))
        start = 0
        for line in article.text.splitlines(keepends=True):
            end = start + len(line)
            inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
            if inside:
                yield line.rstrip(), inside
            start = end


def lines_as_docs(nlp: spacy.Language, split: str, chance: random.Random) -> Iterator[Doc]:
    """One to three lines of CRAFT's articles as published, with sentence starts; they teach ``senter`` alone.

    Lines are joined by one line end or two: the token of a line end belongs to the sentence before it.
    """
    run: list[tuple[str, list[tuple[int, int]]]] = []
    enough = chance.randint(1, 3)
    for line in [*lines_with_sentences(split), None]:
        if line is not None:
            run.append(line)
        if run and (line is None or len(run) == enough):
            text, starts = "", set()
            for part, spans in run:
                text += chance.choice(("\n", "\n\n")) if text else ""
                starts |= {len(text) + start for start, _ in spans}
                text += part
            doc = nlp.make_doc(text)
            opens = {min((t.i for t in doc if t.idx + len(t) > start), default=0) for start in starts}
            yield Doc(
                nlp.vocab,
                words=[token.text for token in doc],
                spaces=[bool(token.whitespace_) for token in doc],
                sent_starts=[index == 0 or index in opens for index in range(len(doc))],
            )
            run, enough = [], chance.randint(1, 3)


def _sentences_by_article(name: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    with gzip.open(SHARED / "trees" / f"{name}.sd.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                here = out.setdefault(line.split("=", 1)[1].strip(), [])
            elif line.startswith("# text = "):
                here.append("".join(line.split("=", 1)[1].split()))
    return out


if __name__ == "__main__":
    build(Path(sys.argv[1]))

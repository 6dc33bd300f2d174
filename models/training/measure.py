"""Measures a trained pipeline on the public test parts and on the project's own development set.

Usage: ``python measure.py MODEL [WHAT ...]`` with ``trees``, ``sentences``, ``spans``, ``speed`` (all where none is
named). Prints one line a figure: what, on what, by which count, the value. Nothing here is seen in training.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import registered
import spacy
import trees
from corpora import Labelled, pieces, read
from spacy.language import Language
from spacy.tokens import Doc, Span
from spans import MAPS, development, relabel

from pipeline.annotate.nlp import SURE
from pipeline.annotate.quicken import quicken
from pipeline.annotate.tokenizer import make_tokenizer

#: words that are punctuation in GENIA's dependency scores, as the CoNLL scorer leaves them out
_PUNCTUATION = {"punct"}


def dependency_scores(pairs: Iterable[tuple[Doc, Doc]]) -> dict[str, float]:
    """Attachment scores over gold tokens, with and without punctuation; a token counts once, in its gold sentence."""
    counts = dict.fromkeys(("all", "uas", "las", "words", "word_uas", "word_las", "tag"), 0)
    for gold, predicted in pairs:
        for want, got in zip(gold, predicted, strict=True):
            head = want.head.i == got.head.i
            label = head and want.dep_ == got.dep_
            counts["all"] += 1
            counts["uas"] += head
            counts["las"] += label
            counts["tag"] += want.tag_ == got.tag_
            if want.dep_ not in _PUNCTUATION:
                counts["words"] += 1
                counts["word_uas"] += head
                counts["word_las"] += label
    return {
        "UAS": counts["word_uas"] / counts["words"],
        "LAS": counts["word_las"] / counts["words"],
        "UAS with punctuation": counts["uas"] / counts["all"],
        "LAS with punctuation": counts["las"] / counts["all"],
        "tag accuracy": counts["tag"] / counts["all"],
    }


def strict_scores(pairs: Iterable[tuple[set, set]]) -> dict[str, float]:
    """Precision, recall and F1 over all texts; a hit is the very same span and label.

    Examples
    --------
    >>> strict_scores([({(0, 3), (5, 9)}, {(0, 3)}), (set(), {(1, 2)})])
    {'P': 0.5, 'R': 0.5, 'F1': 0.5}
    """
    hits = found = gold = 0
    for want, got in pairs:
        hits, found, gold = hits + len(want & got), found + len(got), gold + len(want)
    return {
        "P": hits / found if found else 0.0,
        "R": hits / gold if gold else 0.0,
        "F1": 2 * hits / (found + gold) if found + gold else 0.0,
    }


def measure_trees(nlp: Language) -> Iterator[tuple[str, str, float]]:
    """Attachment on GENIA's test part, gold tokens, one sentence a text."""
    gold = [trees.make_doc(nlp, paragraph) for paragraph in trees.read("genia.test")]
    blank = [Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]) for doc in gold]
    names = [name for name in nlp.pipe_names if name in ("tok2vec", "tagger", "parser")]
    with nlp.select_pipes(enable=names):
        for key, value in dependency_scores(zip(gold, nlp.pipe(blank), strict=True)).items():
            yield "GENIA test", key, value


def measure_sentences(nlp: Language) -> Iterator[tuple[str, str, float]]:
    """Sentence spans on CRAFT's test part: raw text, line by line, by each component that sets boundaries."""
    paragraphs = list(trees.lines_with_sentences("test"))
    several = [pair for pair in paragraphs if len(pair[1]) > 1]
    for setter in ("senter", "parser"):
        if setter not in nlp.component_names:
            continue
        for name in nlp.disabled:
            nlp.enable_pipe(name)
        with nlp.select_pipes(enable=[name for name in (SURE, "tok2vec", setter) if name in nlp.component_names]):
            for title, chosen in (("CRAFT test", paragraphs), ("CRAFT test, lines of two and more", several)):
                docs = nlp.pipe(text for text, _ in chosen)
                pairs = ((set(spans), set(_trimmed(doc))) for (_, spans), doc in zip(chosen, docs, strict=True))
                for key, value in strict_scores(pairs).items():
                    yield title, f"sentences by {setter}, {key}", value


def _trimmed(doc: Doc) -> Iterator[tuple[int, int]]:
    for sentence in doc.sents:
        text = sentence.text
        if text.strip():
            yield (
                sentence.start_char + len(text) - len(text.lstrip()),
                sentence.end_char - len(text) + len(text.rstrip()),
            )


def measure_spans(nlp: Language) -> Iterator[tuple[str, str, float]]:
    """Strict span scores: each head on its corpus's test part, the shipped heads on the project's own set."""
    recognizer = nlp.get_pipe("recognizer")
    heads = MAPS["heads"]
    recognizer.cfg["write"] = list(recognizer.cfg["heads"])
    for name, head in (("jnlpba", "jnlpba"), ("craft", "craft_cl"), ("bc2gm", "bc2gm")):
        if head not in recognizer.cfg["heads"]:
            continue
        entry = next(corpus for corpus in MAPS["corpus"] if corpus["name"] == name)
        docs = [part for doc in read(name, "test") for part in pieces(doc)]
        pairs = list(_compare(nlp, docs, set(heads[head]), lambda doc, entry=entry: relabel(doc, entry)))
        yield from ((f"{name} test", f"{head}, {key}", value) for key, value in strict_scores(pairs).items())
        if len(heads[head]) > 1:
            yield from _by_label(f"{name} test", pairs, heads[head])
    kinds = [kind for kind in ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY") if kind in recognizer.labels]
    pairs = list(_compare(nlp, development("dev"), set(kinds), lambda doc: list(doc.spans)))
    yield from (("development set, odd half", f"four types, {k}", v) for k, v in strict_scores(pairs).items())
    yield from _by_label("development set, odd half", pairs, kinds)
    flat = [(_outermost(want), got) for want, got in pairs]
    yield from (("development set, outermost of each type", f"{k}", v) for k, v in strict_scores(flat).items())


def _outermost(spans: set) -> set:
    return {
        (a, b, kind)
        for a, b, kind in spans
        if not any(c <= a and b <= d and (c, d) != (a, b) and kind == other for c, d, other in spans)
    }


def _by_label(title: str, pairs: list[tuple[set, set]], labels: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    for label in labels:
        only = [({s for s in want if s[2] == label}, {s for s in got if s[2] == label}) for want, got in pairs]
        yield from ((title, f"{label}, {key}", value) for key, value in strict_scores(only).items())


def _compare(
    nlp: Language, docs: list[Labelled], labels: set[str], gold: Callable[[Labelled], list[tuple[int, int, str]]]
) -> Iterator[tuple[set, set]]:
    with nlp.select_pipes(enable=["recognizer"]):
        for doc, made in zip(docs, nlp.pipe(doc.text for doc in docs), strict=True):
            spans = made.spans[nlp.get_pipe("recognizer").cfg["spans_key"]]
            found = {(span.start_char, span.end_char, span.label_) for span in spans if span.label_ in labels}
            yield {span for span in gold(doc) if span[2] in labels}, found


def measure_speed(nlp: Language) -> Iterator[tuple[str, str, float]]:
    """Words a second of CPU time, against a stock pipeline of the same tasks (tagger, parser, ner; two encoders).

    Ours is measured as it is trained, and as vesiweb runs it: with what it remembers of forms (``quicken``).
    """
    texts = [doc.text for doc in read("unlabelled", "ev_abstracts")[:200]]
    recognizer = nlp.get_pipe("recognizer") if "recognizer" in nlp.pipe_names else None
    if recognizer is not None:
        recognizer.cfg["write"] = [kind for kind in recognizer.cfg["heads"] if kind.isupper()]
    names = ["tok2vec", "tagger", "parser", "recognizer"]
    ours = _speed(nlp, texts, names)
    stock = _speed(_stock(nlp), texts, ["tok2vec", "tagger", "parser", "ner"])
    quicken(nlp)
    quick = _speed(nlp, texts, names)
    for count, value in (
        ("words a second, as trained", ours),
        ("words a second, as run", quick),
        ("words a second, stock", stock),
        ("as trained, times stock", ours / stock),
        ("as run, times stock", quick / stock),
    ):
        yield "716 abstracts, the first 200", count, value


def _speed(nlp: Language, texts: list[str], names: list[str]) -> float:
    best = 0.0
    with nlp.select_pipes(enable=[name for name in names if name in nlp.component_names]):
        list(nlp.pipe(texts[:20]))
        for _ in range(3):
            start = time.process_time()
            words = sum(len(doc) for doc in nlp.pipe(texts))
            best = max(best, words / (time.process_time() - start))
    return best


def _stock(nlp: Language) -> Language:
    """spaCy's stock CNN pipeline with the same labels, taught a few sentences so that it parses in earnest."""
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": True,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], "rows": [5000, 1000, 2500, 2500, 50, 50],
    }  # fmt: skip
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3
    }  # fmt: skip
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    listen = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False, "hidden_width": 64,
        "maxout_pieces": 2, "use_upper": True,
    }  # fmt: skip
    stock = spacy.blank("en", vocab=nlp.vocab)
    stock.tokenizer = make_tokenizer(stock)
    stock.add_pipe("tok2vec", config={"model": tok2vec})
    stock.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listen}})
    stock.add_pipe("parser", config={"model": {**parser, "state_type": "parser", "tok2vec": listen}})
    stock.add_pipe("ner", config={"model": {**parser, "state_type": "ner", "tok2vec": tok2vec}})
    docs = [trees.make_doc(stock, paragraph) for paragraph in list(trees.read("genia.dev"))[:300]]
    for doc in docs:
        names = [token.i for token in doc if token.tag_ == "NN" and token.text.isupper()]
        doc.ents = [Span(doc, index, index + 1, label="MARKER") for index in names]
    examples = [spacy.training.Example(Doc(stock.vocab, [t.text for t in doc]), doc) for doc in docs]
    optimizer = stock.initialize(lambda: examples)
    for _ in range(4):
        for batch in spacy.util.minibatch(examples, 16):
            stock.update(batch, sgd=optimizer)
    return stock


MEASURES = {"trees": measure_trees, "sentences": measure_sentences, "spans": measure_spans, "speed": measure_speed}


def opened(model: Path) -> Language:
    """A trained pipeline with the tokenizer that it is used with."""
    nlp = spacy.load(model)
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


def main(model: Path, *names: str) -> None:
    """Print the figures."""
    nlp = opened(model)
    needs = {"trees": "parser", "sentences": "parser", "spans": "recognizer", "speed": "recognizer"}
    for name in names or MEASURES:
        if needs[name] in nlp.component_names:
            for on_what, count, value in MEASURES[name](nlp):
                print(f"{on_what:<42} {count:<38} {value:9.4f}", flush=True)


if __name__ == "__main__":
    assert registered  # the import registers what the pipeline names
    main(Path(sys.argv[1]), *sys.argv[2:])

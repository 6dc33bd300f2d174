"""Joins recognisers that were trained by themselves, from other seeds or starts, into one that decides by their mean.

Usage: ``python committee.py OUT_FOLDER MODEL MODEL ...``. The members have the same vectors; the joint one has the
heads that all of them have. For the benchmarks only: it takes as much time as its members together.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.annotate.fields import Fields, Heads


@spacy.registry.architectures("vesiweb_committee.v1")
def build_committee(*members: Model) -> Model:
    """Recognisers' models whose scores' mean decides, with moves of its own.

    Parameters
    ----------
    members
        Models of ``vesiweb_recognizer.v1`` with the same heads, each trained by itself.
    """
    attrs = {"moves": members[0].attrs["moves"]}
    return Model("committee", _forward, init=_init, layers=list(members), params={"moves": None}, attrs=attrs)


def _forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[list[Any]], list[Doc]]]:
    share = np.float32(1 / len(model.layers))
    sums: list[Any] = [0] * len(docs)
    backs = []
    for member in model.layers:  # one after another: what a member keeps for going back is much
        tables, back = member(docs, is_train)
        sums = [total + table for total, table in zip(sums, tables, strict=True)]
        if is_train:
            backs.append(back)
    means = [total * share for total in sums]

    def backprop(gradients: list[Any]) -> list[Doc]:
        for back in backs:
            back([gradient * share for gradient in gradients])
        return []

    return means, backprop


def _init(model: Model, X: Any = None, Y: Any = None) -> None:
    for member in model.layers:
        member.initialize(X=X, Y=Y)
    if not model.has_param("moves"):
        model.set_param("moves", model.ops.alloc1f(model.attrs["moves"]))


def narrow(model: Model, had: Heads, heads: Heads) -> dict[str, Any]:
    """The weights of some of a recogniser's heads: rows and biases of its last layer, and the moves."""
    whole = Fields(had)
    last = model.layers[0].layers[1].layers[0]
    columns = np.concatenate([np.arange(whole.width)[whole.columns[head]] for head in heads])
    moves = np.concatenate([whole.moves_of(model.get_param("moves"), head) for head in heads])
    return {"W": last.get_param("W")[columns], "b": last.get_param("b")[columns], "moves": moves}


def join(folder: Path, paths: Sequence[Path]) -> spacy.Language:
    """Load the members, join them under the heads that all have, write and return the whole."""
    pipelines = [spacy.load(path) for path in paths]
    trained = [nlp.get_pipe("recognizer") for nlp in pipelines]
    common = set.intersection(*(set(one.cfg["heads"]) for one in trained))
    heads = {head: labels for head, labels in trained[0].cfg["heads"].items() if head in common}
    models = [nlp.config.interpolate()["components"]["recognizer"]["model"] for nlp in pipelines]
    parts = {f"member{number}": {**model, "heads": heads} for number, model in enumerate(models)}
    nlp = spacy.blank("en", vocab=pipelines[0].vocab)
    nlp.config["nlp"]["vectors"] = pipelines[0].config["nlp"]["vectors"]
    settings = {"heads": heads, "model": {"@architectures": "vesiweb_committee.v1", "*": parts}}
    joint = nlp.add_pipe("vesiweb_recognizer", name="recognizer", config=settings).model
    joint.initialize(X=[nlp.make_doc("A cell.")])
    moves = []
    for member, one in zip(joint.layers, trained, strict=True):
        weights = narrow(one.model, one.cfg["heads"], heads)
        member.get_ref("tok2vec").from_bytes(one.model.get_ref("tok2vec").to_bytes())
        member.layers[0].layers[1].layers[0].set_param("W", weights["W"])
        member.layers[0].layers[1].layers[0].set_param("b", weights["b"])
        moves.append(weights["moves"])
    joint.set_param("moves", np.mean(moves, axis=0))
    nlp.to_disk(folder)
    return nlp


if __name__ == "__main__":
    import registered

    assert registered  # the import registers what the members name
    join(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])

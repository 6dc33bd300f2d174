"""Makes a loaded pipeline quick at reading texts: what it finds stays the same.

Nothing here is kept when the pipeline is written, and nothing is done to a part whose make is not known.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer
from thinc.api import Model
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from pipeline.annotate.blas import BlasOps, normalised
from pipeline.annotate.embeddings import remember_forms
from pipeline.annotate.lemmas import remember_lemmas


def quicken(nlp: Language) -> None:
    """Give a pipeline's trained components quick products and memories, and the process's BLAS one thread."""
    threadpool_limits(limits=1, user_api="blas")
    ops = BlasOps()
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops
                if node.name == "layernorm":
                    node._func = normalised
            remember_forms(model)
        if isinstance(component, EditTreeLemmatizer):
            remember_lemmas(component)

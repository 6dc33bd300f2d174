"""What the configs name, for ``spacy train --code``: the reader, the recogniser, a start from another's encoder."""

import fast
import readers
import starts

from pipeline.annotate import recognizer

__all__ = ["fast", "readers", "recognizer", "starts"]

fast.use()

"""What the configs name, for ``spacy train --code``: the reader, the recogniser, and fast products."""

import fast
import readers
import recognizer

__all__ = ["fast", "readers", "recognizer"]

fast.use()

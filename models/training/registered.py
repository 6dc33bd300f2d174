"""What the configs name, for ``spacy train --code``: reader, recogniser, encoders, a start from another's encoder."""

import committee
import fast
import readers
import starts

from pipeline.annotate import encoder, recognizer

__all__ = ["committee", "encoder", "fast", "readers", "recognizer", "starts"]

fast.use()

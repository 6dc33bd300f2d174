"""Document -> Annotation: finds, links and assesses mentions with one spaCy pipeline."""

from pipeline.annotate.annotator import Annotator

__all__ = ["Annotator"]

"""The one exception tree. A message says where, what was found, what was allowed and what to do."""

from __future__ import annotations


class VesiwebError(Exception):
    """Base of every error that vesiweb raises on purpose.

    Parameters
    ----------
    message
        What is wrong, naming the value and what was allowed.
    where
        Document, file, page, line or offset that the error is about.
    remedy
        What the reader of the message can do about it.

    Examples
    --------
    >>> str(VesiwebError("the file is empty", where="a.txt", remedy="save the text again"))
    'a.txt: the file is empty. Remedy: save the text again.'
    """

    #: short machine-readable class, used in Failure rows and in tables for operators
    code: str = "error"

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        self.message = message.rstrip(".")
        self.where = where
        self.remedy = remedy.rstrip(".")
        super().__init__(self.message, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" Remedy: {self.remedy}." if self.remedy else ""
        return f"{place}{self.message}.{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.where, self.remedy))


def _rebuild(kind: type[VesiwebError], message: str, where: str, remedy: str) -> VesiwebError:
    """Errors cross process borders: rebuild one from its parts."""
    return kind(message, where=where, remedy=remedy)


class SettingsError(VesiwebError):
    """A setting, option or argument has a value that is not allowed."""

    code = "settings"


class InputError(VesiwebError):
    """The input as a whole cannot be worked with (no such path, no documents in it)."""

    code = "input"


class IngestError(VesiwebError):
    """One source cannot be read into a Document."""

    code = "unreadable"


class EmptySource(IngestError):
    """The source has no bytes, or no text once read."""

    code = "empty"


class EncodingFailure(IngestError):
    """The bytes are no text in the encoding that they claim or that was found."""

    code = "encoding"


class BinaryContent(IngestError):
    """The file's name promises text, its bytes are something else."""

    code = "binary"


class BrokenMarkup(IngestError):
    """XML or HTML that cannot be parsed."""

    code = "broken markup"


class BrokenTable(IngestError):
    """A bibliographic table or JSON file that has no usable record or column."""

    code = "broken table"


class UnsupportedFormat(IngestError):
    """A format that vesiweb does not read."""

    code = "unsupported format"


class TooLarge(IngestError):
    """The source exceeds a size limit of the settings."""

    code = "too large"


class PdfError(IngestError):
    """A PDF cannot be read."""

    code = "broken pdf"


class EncryptedPdf(PdfError):
    """The PDF needs a password."""

    code = "encrypted"


class TruncatedPdf(PdfError):
    """The PDF's end is missing."""

    code = "truncated"


class NoTextLayer(PdfError):
    """The PDF holds images of pages only."""

    code = "no text layer"


class NotAPdf(PdfError):
    """The file is named .pdf and is none."""

    code = "not a PDF"


class TimeLimit(IngestError):
    """Reading took longer than the settings allow."""

    code = "timeout"


class MemoryLimit(IngestError):
    """Reading took more memory than the settings allow."""

    code = "memory"


class AnnotateError(VesiwebError):
    """A document could not be annotated."""

    code = "annotate"


class ModelError(AnnotateError):
    """The spaCy pipeline cannot be loaded or does not fit."""

    code = "model"


class LexiconError(AnnotateError):
    """The lexicon is missing, damaged or cannot be built."""

    code = "lexicon"


class PatternError(VesiwebError):
    """A rule, cue or word list under models/ is malformed."""

    code = "pattern"


class RelateError(VesiwebError):
    """Relations of a document could not be extracted."""

    code = "relate"


class GoldError(VesiwebError):
    """Gold or other stand-off annotation is malformed or does not fit its text."""

    code = "gold"


class StoreError(VesiwebError):
    """The store or a run folder is damaged or cannot be written."""

    code = "store"


class NetworkError(VesiwebError):
    """A network cannot be built, read or written."""

    code = "network"


class ReportError(VesiwebError):
    """The report cannot be written."""

    code = "report"

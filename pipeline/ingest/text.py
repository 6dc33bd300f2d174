"""Reads plain text: decodes the bytes, keeps the text as it is, and makes a Document of it."""

from __future__ import annotations

import codecs

from pipeline.core.errors import BinaryContent, EmptySource, EncodingFailure, TooLarge
from pipeline.core.records import Document
from pipeline.core.settings import IngestSettings
from pipeline.ingest.assemble import assemble
from pipeline.ingest.blocks import cut
from pipeline.ingest.plainlines import is_blank

#: first bytes of files that are no text, and what they are
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a rich text document"),
)
#: share of control characters above which bytes are no text
_MOST_CONTROL = 0.01
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27} | {127})


def decode(data: bytes, where: str) -> str:
    """Text of the bytes: UTF-8, or UTF-16 where a byte order mark says so.

    Nothing is changed: a UTF-8 byte order mark stays as the first code point, line ends stay as they are, so
    that offsets are those of the file decoded as UTF-8.

    Raises
    ------
    EmptySource
        There are no bytes, or blanks only.
    BinaryContent
        The bytes are another format, or hold too many control characters to be text.
    EncodingFailure
        They are no UTF-8, with the offset of the first byte that is not.

    Examples
    --------
    >>> decode("miR-21 ↑".encode(), "a.txt")
    'miR-21 ↑'
    """
    if not data:
        raise EmptySource("the file is empty", where=where, remedy="save the text again")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise BinaryContent(
                f"the file's name promises text, its first bytes are those of {name}",
                where=where,
                remedy="rename it after what it is, or export its text as UTF-8",
            )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not utf16:
        control = len(data) - len(data.translate(None, _CONTROL))
        if control > _MOST_CONTROL * len(data):
            raise BinaryContent(
                f"{control} of {len(data)} bytes are control characters (at most {_MOST_CONTROL:.0%} in a text)",
                where=where,
                remedy="check that the file is text; if it is UTF-16, convert it: iconv -f UTF-16LE -t UTF-8",
            )
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingFailure(
            f"byte {error.start} (0x{data[error.start]:02x}) is no {encoding.upper()}: {error.reason}",
            where=where,
            remedy="convert the file, for instance: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8.txt",
        ) from error
    if all(map(is_blank, text)):
        raise EmptySource("the file holds blanks only", where=where, remedy="save the text again")
    return text


def check_length(text: str, where: str, settings: IngestSettings) -> None:
    """Refuse a text that is longer than the settings allow.

    Raises
    ------
    TooLarge
        It is.
    """
    if len(text) > settings.max_characters:
        raise TooLarge(
            f"the text has {len(text):,} characters, at most {settings.max_characters:,} are read",
            where=where,
            remedy="split it, or raise ingest.max_characters in the settings file",
        )


def read_text(data: bytes, *, source: str, sha256: str, settings: IngestSettings) -> Document:
    """The Document of a ``.txt`` file's bytes; its text is the file's, code point for code point.

    Raises
    ------
    EmptySource, BinaryContent, EncodingFailure, TooLarge
        See `decode` and `check_length`.
    """
    text = decode(data, source)
    check_length(text, source, settings)
    return assemble(text, cut(text), source=source, format="txt", sha256=sha256)

"""Gzipped files, unfolded no further than is allowed: a small file may hold more than a machine has memory for."""

from __future__ import annotations

import gzip
import io
import zlib

from pipeline.core.errors import BrokenTable, TooLarge
from pipeline.core.settings import IngestSettings

#: how a gzipped file begins
MAGIC = b"\x1f\x8b"
_PIECE = 1 << 16


class Guarded:
    """A stream that refuses to unfold beyond a limit.

    Parameters
    ----------
    stream
        What unfolds.
    limit
        Bytes that may come of it.
    where
        Its path, for the message.
    """

    def __init__(self, stream: gzip.GzipFile, limit: int, where: str) -> None:
        self.stream, self.left, self.where = stream, limit, where

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises
        ------
        TooLarge
            They are more than is left of the limit.
        """
        data = self.stream.read(size if size > 0 else _PIECE)
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge(
                "the gzipped file unfolds to more than is read",
                where=self.where,
                remedy="split it, or raise ingest.max_bytes in the settings file",
            )
        return data


def unfolded(data: bytes, settings: IngestSettings, where: str) -> bytes:
    """What a gzipped collection holds; no more than ``ingest.max_bytes``, as of one that is not packed.

    Raises
    ------
    BrokenTable
        It is no gzip file, or breaks off.
    TooLarge
        It unfolds to more than allowed.

    Examples
    --------
    >>> unfolded(gzip.compress(b"vesicles"), IngestSettings(), "a.jsonl.gz")
    b'vesicles'
    """
    pieces = []
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            guarded = Guarded(stream, settings.max_bytes, where)
            while piece := guarded.read():
                pieces.append(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenTable(f"no whole gzipped file ({error})", where=where, remedy="fetch it again") from error
    return b"".join(pieces)

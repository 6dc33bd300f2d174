"""Errors: messages that help, and that survive the border of a process."""

from __future__ import annotations

import pickle

import pytest

from pipeline.core import errors
from pipeline.core.errors import EncryptedPdf, PdfError, VesiwebError


def _tree(kind: type[VesiwebError]) -> list[type[VesiwebError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _tree(child))]


def test_a_message_says_where_what_and_what_to_do() -> None:
    error = EncryptedPdf("needs a password.", where="a.pdf", remedy="decrypt it.")
    assert str(error) == "a.pdf: needs a password. Remedy: decrypt it."
    assert str(VesiwebError("odd")) == "odd."
    assert isinstance(error, PdfError)


@pytest.mark.parametrize("kind", _tree(VesiwebError), ids=lambda kind: kind.__name__)
def test_every_error_crosses_a_process_border(kind: type[VesiwebError]) -> None:
    error = kind("what", where="there", remedy="do this")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.remedy, again.code) == (str(error), "do this", kind.code)


def test_codes_tell_kinds_of_reading_failures_apart() -> None:
    kinds = _tree(errors.IngestError)
    assert len({kind.code for kind in kinds}) == len(kinds)

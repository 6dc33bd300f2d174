"""The service's client, answered without a network: what it takes for an answer, and how long it waits for one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from typing import Any

import httpx
import pytest

from pipeline.core.settings import FetchSettings
from pipeline.ingest.restservice import Service, Unreachable

PAGE: dict[str, Any] = {"hitCount": 0, "resultList": {"result": []}}
Ask = Callable[..., tuple[Service, list[float], list[httpx.Request]]]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """A service that gives these answers one after the other, the pauses that it makes and what it was asked."""
    opened: list[Service] = []

    def build(*answers: httpx.Response, **changes: Any) -> tuple[Service, list[float], list[httpx.Request]]:
        left, asked, pauses = list(answers), list[httpx.Request](), list[float]()

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return left.pop(0)

        monkeypatch.setattr(httpx, "Client", partial(httpx.Client, transport=httpx.MockTransport(answer)))
        settings = FetchSettings(**{"requests_per_second": 1e6, "longest_pause_seconds": 60.0, **changes})
        opened.append(Service(settings, pauses.append))
        return opened[-1], pauses, asked

    yield build
    for service in opened:
        service.__exit__()


def test_it_waits_as_long_as_it_is_asked_to_but_not_for_ever(answered: Ask) -> None:
    later = formatdate(time.time() + 30, usegmt=True)
    service, pauses, _ = answered(
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(503, headers={"Retry-After": later}),
        httpx.Response(503, headers={"Retry-After": "86400"}),
        httpx.Response(500, headers={"Retry-After": "soon"}),
        httpx.Response(200, json=PAGE),
    )
    assert service.search("exosome", "*") == PAGE
    waited = [pause for pause in pauses if pause > 0.5]
    assert (waited[0], waited[2], waited[3]) == (7.0, 60.0, 8.0)
    assert 20 < waited[1] <= 30


def test_a_plain_no_is_not_asked_again(answered: Ask) -> None:
    service, _, asked = answered(httpx.Response(400), httpx.Response(200, json=PAGE))
    with pytest.raises(Unreachable, match="status 400"):
        service.search("exosome", "*")
    assert (service.refused, len(asked)) == (True, 1)
    assert service.search("exosome", "*") == PAGE
    assert not service.refused


def test_an_article_that_is_not_there_is_an_answer_and_a_half_one_is_none(answered: Ask) -> None:
    whole = b"<article><body><p>Vesicles.</p></body></article>"
    service, _, asked = answered(
        httpx.Response(404), httpx.Response(200, content=whole[:20]), httpx.Response(200, content=whole)
    )
    assert service.fulltext("PMC1") is None
    assert service.fulltext("PMC2") == whole
    assert [request.url.path.rsplit("/", 2)[1] for request in asked] == ["PMC1", "PMC2", "PMC2"]


@pytest.mark.parametrize("odd", [[], {}, {"resultList": {}}, {"resultList": {"result": ["a"]}}])
def test_what_is_no_page_is_not_taken_for_one(answered: Ask, odd: Any) -> None:
    service, _, _ = answered(httpx.Response(200, json=odd), httpx.Response(200, json=PAGE))
    assert service.search("exosome", "*") == PAGE


def test_it_says_who_asks(answered: Ask) -> None:
    service, _, asked = answered(httpx.Response(200, json=PAGE), contact="a@example.org")
    service.search("exosome", "c1")
    assert asked[0].headers["User-Agent"].endswith("(mailto:a@example.org)")
    assert asked[0].url.params["cursorMark"] == "c1"

"""Asks Europe PMC's REST service: at a polite pace, again where it says "later", and no answer is taken half."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from lxml import etree

from pipeline.core.errors import IngestError
from pipeline.core.provenance import versions
from pipeline.core.settings import FetchSettings
from pipeline.ingest.xml import parse_xml

log = logging.getLogger("vesiweb")
#: answers that say "later"
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class Unreachable(IngestError):
    """The service did not answer as documented, however often it was asked."""

    code = "unreachable"


class Service:
    """Europe PMC's REST service: one request at a time, at a polite pace, asked again when it says "later".

    Parameters
    ----------
    settings
        Address, pace and patience.
    sleep
        Waits for so many seconds.

    Attributes
    ----------
    refused
        Whether the last answer was a plain no.
    """

    def __init__(self, settings: FetchSettings, sleep: Callable[[float], None]) -> None:
        self.settings = settings
        self.sleep = sleep
        self.refused = False
        self._next = 0.0
        contact = f" (mailto:{settings.contact})" if settings.contact else ""
        self._client = httpx.Client(
            base_url=settings.address.rstrip("/") + "/",
            headers={"User-Agent": f"vesiweb/{versions()['vesiweb']}{contact}"},
            timeout=settings.timeout_seconds,
            follow_redirects=True,
            max_redirects=3,
        )

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def search(self, query: str, cursor: str) -> Mapping[str, Any]:
        """A page of hits."""
        asked = {
            "query": query,
            "resultType": "core",
            "format": "json",
            "pageSize": str(self.settings.page_size),
            "cursorMark": cursor,
        }
        found: Mapping[str, Any] = self._ask("search", asked, _page)
        return found

    def fulltext(self, pmcid: str) -> bytes | None:
        """An article as JATS; ``None`` where the service has none after all."""

        def whole(content: bytes) -> bytes:
            parse_xml(content, pmcid)
            return content

        found: bytes | None = self._ask(f"{pmcid}/fullTextXML", {}, whole, missing=True)
        return found

    def _ask(self, path: str, asked: dict[str, str], read: Callable[[bytes], Any], *, missing: bool = False) -> Any:
        """What ``read`` makes of the answer; ``None`` for a 404 where that is an answer.

        Raises
        ------
        Unreachable
            No whole answer came, however often it was asked for, or a plain no.
        """
        problem = ""
        for attempt in range(self.settings.retries + 1):
            self._keep_pace()
            pause = min(2.0**attempt, self.settings.longest_pause_seconds)
            try:
                status, headers, content = self._get(path, asked)
                if status == 200:
                    return read(content)
                if status == 404 and missing:
                    return None
                problem = f"status {status}"
                if status not in _LATER:
                    self.refused = True
                    break
                pause = min(_retry_after(headers, pause), self.settings.longest_pause_seconds)
            except (httpx.HTTPError, IngestError, ValueError, etree.XMLSyntaxError) as error:
                problem = f"{type(error).__name__}: {error}"
            if attempt < self.settings.retries:
                log.info("Europe PMC: %s (%s): asked again in %g s", path, problem, pause)
                self.sleep(pause)
        raise Unreachable(
            f"{path} was not answered ({problem[:200]})",
            where=self.settings.address,
            remedy="run again later: what was fetched is kept, and the rest is asked for again",
        )

    def _get(self, path: str, asked: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """One answer, of at most the allowed size, in at most the allowed time as a whole."""
        self.refused = False
        end = time.monotonic() + 10 * self.settings.timeout_seconds
        content = bytearray()
        with self._client.stream("GET", path, params=asked) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > self.settings.max_bytes or time.monotonic() > end:
                    raise httpx.ReadTimeout(f"the answer is too large or too slow ({len(content)} bytes)")
            return answer.status_code, answer.headers, bytes(content)

    def _keep_pace(self) -> None:
        now = time.monotonic()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.settings.requests_per_second


def _page(content: bytes) -> Mapping[str, Any]:
    """A page of hits, if the bytes are one."""
    page = json.loads(content)
    if not isinstance(page, dict) or not isinstance((page.get("resultList") or {}).get("result"), list):
        raise ValueError("no list of results")
    if not all(isinstance(hit, dict) for hit in page["resultList"]["result"]):
        raise ValueError("results that are no objects")
    return page


def _retry_after(headers: httpx.Headers, otherwise: float) -> float:
    """Seconds that the service asks to wait: a number or a date."""
    value = headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return otherwise

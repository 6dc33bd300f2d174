"""Fetches what a Europe PMC query finds: open-access full texts as JATS, else abstracts, as files to be read."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
from lxml import etree

from pipeline.core.errors import IngestError, InputError
from pipeline.core.provenance import versions
from pipeline.core.records import Failure
from pipeline.core.settings import FetchSettings
from pipeline.ingest.xml import parse_xml

log = logging.getLogger("vesiweb")
#: answers that say "later"
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_STATE = ".state.json"
_FOREVER = "3000-12-31"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a query gave: every hit is in one of the counts."""

    folder: Path
    hits: int = 0
    fulltexts: int = 0
    abstracts: int = 0
    before: int = 0  # that were there already
    textless: int = 0  # neither open access nor with an abstract
    failures: tuple[Failure, ...] = ()


class Unreachable(IngestError):
    """The service did not answer as documented, however often it was asked."""

    code = "unreachable"


@dataclass
class _Tally:
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def folder_of(query: str, since: str | None, root: Path) -> Path:
    """The folder that a query's documents go to, the same for the same query.

    Examples
    --------
    >>> folder_of("exosome", None, Path("sources")).as_posix()
    'sources/europepmc-exosome-3a0cf812'
    """
    full = _full(query, since)
    word = "-".join(re.findall(r"[a-z0-9]+", query.casefold()))[:40].strip("-")
    return root / f"europepmc-{word}-{hashlib.sha256(full.encode()).hexdigest()[:8]}"


def _full(query: str, since: str | None) -> str:
    """The query as it is sent.

    Raises
    ------
    InputError
        The date is none.
    """
    if since is None:
        return query
    try:
        day = date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise InputError(f"--since {since!r} is no date", remedy="write it as 2024-01-31") from error
    return f"({query}) AND (FIRST_PDATE:[{day} TO {_FOREVER}])"


def fetch(
    query: str,
    since: str | None,
    root: Path,
    settings: FetchSettings,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch what a query finds and is not there yet.

    One file a hit is written whole or not at all, and the place in the list of hits is kept after each page: a fetch
    that was killed goes on where it was. Asked again later, the list is gone through anew and only new hits are
    fetched. The protocol is that of Europe PMC's RESTful service (``search`` with ``cursorMark``, ``fullTextXML``).

    Parameters
    ----------
    query
        As Europe PMC's search reads it.
    since
        Only what was first published on or after this day (ISO 8601).
    root
        Folder that the query's folder is made in.
    settings
        Address, pace and patience.
    sleep
        Waits for so many seconds.

    Returns
    -------
    Fetched
        Counts, and a failure for what could not be fetched although it was asked for again and again; the next
        fetch asks again.
    """
    full = _full(query, since)
    folder = folder_of(query, since, root)
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".half-*"):
        left.unlink()
    tally = _Tally()
    hits = 0
    with _Service(settings, sleep) as service:
        try:
            for page in _pages(service, full, folder):
                hits = int(page.get("hitCount", 0))
                for hit in page["resultList"]["result"]:
                    _take(hit, folder, service, tally)
        except Unreachable as error:
            tally.failures.append(Failure(f"query {full}", "fetch", error.code, error.message, error.remedy))
    log.info("Europe PMC: %d hits, %s", hits, ", ".join(f"{n} {w}" for w, n in sorted(tally.counts.items())) or "none")
    return Fetched(folder, hits, **tally.counts, failures=tuple(tally.failures))


def _pages(service: _Service, query: str, folder: Path) -> Iterator[Mapping[str, Any]]:
    """Pages of hits from where an interrupted fetch was, then from the beginning to there.

    The place is kept once a page's hits are all taken.
    """
    cursor = _place(folder, query)
    resumed = cursor != "*"
    while True:
        try:
            page = service.search(query, cursor)
        except Unreachable:
            if not resumed or not service.refused:
                raise
            log.info("Europe PMC no longer knows the place in the list: from its beginning")
            cursor, resumed = "*", False
            continue
        yield page
        following = page.get("nextCursorMark")
        if not following or following == cursor or not page["resultList"]["result"]:
            if not resumed:
                _write(folder / _STATE, json.dumps({"query": query, "cursor": "*"}).encode())
                return
            following, resumed = "*", False  # what came to the list's head meanwhile, and what could not be fetched
        cursor = following
        _write(folder / _STATE, json.dumps({"query": query, "cursor": cursor}).encode())


def _place(folder: Path, query: str) -> str:
    try:
        state = json.loads((folder / _STATE).read_bytes())
        return str(state["cursor"]) if state["query"] == query else "*"
    except (OSError, ValueError, KeyError, TypeError):
        return "*"


def _take(hit: Mapping[str, Any], folder: Path, service: _Service, tally: _Tally) -> None:
    """Fetch one hit, unless it is there."""
    key = f"{hit.get('source', '')}-{hit.get('id', '')}"
    if key in tally.seen:
        return
    tally.seen.add(key)
    name = re.sub(r"[^A-Za-z0-9-]", "_", key)[:80]
    fulltext, abstract = folder / f"{name}.xml", folder / f"{name}.json"
    if fulltext.exists() or abstract.exists():
        tally.count("before")
        return
    try:
        pmcid = str(hit.get("pmcid", ""))
        if hit.get("isOpenAccess") == "Y" and re.fullmatch(r"PMC\d+", pmcid):
            content = service.fulltext(pmcid)
            if content is not None:
                _write(fulltext, content)
                tally.count("fulltexts")
                return
        if not hit.get("abstractText"):
            tally.count("textless")
            return
        _write(abstract, (json.dumps([_record(hit)], ensure_ascii=False, indent=1) + "\n").encode())
        tally.count("abstracts")
    except Unreachable as error:
        tally.failures.append(Failure(f"europepmc:{key}", "fetch", error.code, error.message, error.remedy))


def _record(hit: Mapping[str, Any]) -> dict[str, Any]:
    """A hit as a record of a collection, its licence with it."""
    named = {
        "title": "title",
        "abstract": "abstractText",
        "doi": "doi",
        "pmid": "pmid",
        "pmcid": "pmcid",
        "year": "pubYear",
        "licence": "license",
    }
    record = {ours: hit[theirs] for ours, theirs in named.items() if hit.get(theirs)}
    record["abstract"] = re.sub(r"<[^<>]{1,40}>", " ", str(record["abstract"]))
    keywords = (hit.get("keywordList") or {}).get("keyword")
    return record | ({"keywords": keywords} if keywords else {})


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".half-{path.name}")
    with beside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


class _Service:
    """Europe PMC's REST service: one request at a time, at a polite pace, asked again when it says "later"."""

    def __init__(self, settings: FetchSettings, sleep: Callable[[float], None]) -> None:
        self.settings = settings
        self.sleep = sleep
        self.refused = False  # whether the last answer was a plain no
        self._next = 0.0
        contact = f" (mailto:{settings.contact})" if settings.contact else ""
        self._client = httpx.Client(
            base_url=settings.address.rstrip("/") + "/",
            headers={"User-Agent": f"vesiweb/{versions()['vesiweb']}{contact}"},
            timeout=settings.timeout_seconds,
            follow_redirects=True,
            max_redirects=3,
        )

    def __enter__(self) -> _Service:
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

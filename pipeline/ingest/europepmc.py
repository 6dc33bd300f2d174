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
from pathlib import Path
from typing import Any

from pipeline.core.errors import InputError
from pipeline.core.records import Failure
from pipeline.core.settings import FetchSettings
from pipeline.ingest.restservice import Service, Unreachable

log = logging.getLogger("vesiweb")
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
    with Service(settings, sleep) as service:
        try:
            for page in _pages(service, full, folder):
                hits = int(page.get("hitCount", 0))
                for hit in page["resultList"]["result"]:
                    _take(hit, folder, service, tally)
        except Unreachable as error:
            tally.failures.append(Failure(f"query {full}", "fetch", error.code, error.message, error.remedy))
    log.info("Europe PMC: %d hits, %s", hits, ", ".join(f"{n} {w}" for w, n in sorted(tally.counts.items())) or "none")
    return Fetched(folder, hits, **tally.counts, failures=tuple(tally.failures))


def _pages(service: Service, query: str, folder: Path) -> Iterator[Mapping[str, Any]]:
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


def _take(hit: Mapping[str, Any], folder: Path, service: Service, tally: _Tally) -> None:
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

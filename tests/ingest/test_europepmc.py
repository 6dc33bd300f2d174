"""The Europe PMC client, against a server on loopback that errs in every way the real one may."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.core.errors import InputError
from pipeline.core.settings import ROOT, FetchSettings, IngestSettings
from pipeline.ingest import discover, europepmc, read

JATS = """<article><front><article-meta><article-id pub-id-type="pmc">{number}</article-id><title-group>
<article-title>Article {number}</article-title></title-group><permissions><license><license-p>CC BY 4.0</license-p>
</license></permissions></article-meta></front><body><p>Cells of kind {number} shed vesicles.</p></body></article>"""


def _hit(number: int) -> dict[str, Any]:
    """Every third hit is open access, every seventh has no abstract."""
    hit: dict[str, Any] = {
        "id": str(number), "source": "MED", "pmid": str(number), "doi": f"10.5555/{number}", "title": f"Hit {number}",
        "pubYear": "2024", "license": "cc by", "isOpenAccess": "N", "keywordList": {"keyword": ["vesicle"]},
        "abstractText": f"<h4>Aim</h4>Vesicles of kind {number} were counted in culture.",
    }  # fmt: skip
    if number % 3 == 0:
        hit |= {"isOpenAccess": "Y", "pmcid": f"PMC{number}"}
    elif number % 7 == 0:
        del hit["abstractText"]
    return hit


class Service:
    """Europe PMC's search and full texts over a list of hits; ``faults`` are given before the right answer."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.faults: dict[str, list[str]] = {}
        self.hanging = threading.Event()
        self.expired: set[str] = set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/rest"

    def close(self) -> None:
        self.hanging.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        where = urlsplit(request.path)
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        name = where.path.removeprefix("/rest/")
        key = f"search {asked['cursorMark']}" if name == "search" else name
        self.asked.append(key)
        self.agents.add(request.headers["User-Agent"])
        fault = self.faults[key].pop(0) if self.faults.get(key) else ""
        body = self.page(asked) if name == "search" else JATS.format(number=name[3:-12]).encode()
        if key in self.expired:
            fault = "400"
        if fault == "hang":
            self.hanging.wait(120)
        status = int(fault) if fault.isdigit() else 200
        if fault == "half json":
            body = body[: len(body) // 2]
        if fault == "other json":
            body = b'{"error": "maintenance"}'
        if fault == "odd hits":
            body = b'{"hitCount": 1, "resultList": {"result": [7]}}'
        try:
            request.send_response(status)
            if fault == "429":
                request.send_header("Retry-After", "7")
            if fault == "503":
                request.send_header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")
            request.send_header("Content-Length", str(len(body) + (500 if fault == "cut" else 0)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:  # the client gave up waiting
            request.close_connection = True

    def page(self, asked: dict[str, str]) -> bytes:
        """Pages overlap by a hit, as they do where the list changes while it is read."""
        size, start = int(asked["pageSize"]), 0 if asked["cursorMark"] == "*" else int(asked["cursorMark"][1:])
        hits = [_hit(number) for number in self.numbers[max(0, start - 1) : start + size]]
        following = f"c{start + size}" if start < len(self.numbers) else asked["cursorMark"]
        page = {"hitCount": len(self.numbers), "nextCursorMark": following, "resultList": {"result": hits}}
        return json.dumps(page).encode()


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service(list(range(1, 31)))
    yield found
    found.close()


def _settings(service: Service, **changes: Any) -> FetchSettings:
    values = {"address": service.address, "page_size": 10, "requests_per_second": 1e6, "timeout_seconds": 60.0}
    return FetchSettings(**{**values, **changes})


def _fetch(service: Service, root: Path, **changes: Any) -> tuple[europepmc.Fetched, list[float]]:
    pauses: list[float] = []
    return europepmc.fetch("exosome", None, root, _settings(service, **changes), pauses.append), pauses


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


WANTED = {
    f"MED-{n}.{'xml' if n % 3 == 0 else 'json'}" for n in range(1, 31) if n % 3 == 0 or n % 7
}  # every hit that has a text


def test_every_hit_is_fetched_once_as_full_text_or_abstract(service: Service, tmp_path: Path) -> None:
    found, _ = _fetch(service, tmp_path)
    assert (found.hits, found.fulltexts, found.abstracts, found.textless) == (30, 10, 17, 3)
    assert _names(found.folder) == WANTED
    assert max(Counter(service.asked).values()) == 1
    assert all(agent.startswith("vesiweb/") for agent in service.agents)


def test_what_was_fetched_is_read_with_its_licence(service: Service, tmp_path: Path) -> None:
    found, _ = _fetch(service, tmp_path)
    discovery = discover([found.folder], IngestSettings())
    documents = {source.path.name: read(source, IngestSettings()) for source in discovery.sources}
    assert set(documents) == WANTED
    abstract, article = documents["MED-1.json"], documents["MED-3.xml"]
    assert (abstract.doi, abstract.pmid, abstract.year, abstract.licence) == ("10.5555/1", "1", 2024, "cc by")
    assert "Vesicles of kind 1" in abstract.text
    assert "<h4>" not in abstract.text
    assert "CC BY" in article.licence
    assert "Cells of kind 3 shed vesicles." in article.text


def test_asked_again_only_what_is_new_is_fetched(service: Service, tmp_path: Path) -> None:
    _fetch(service, tmp_path)
    service.asked.clear()
    service.numbers = [33, *service.numbers]
    found, _ = _fetch(service, tmp_path)
    assert (found.fulltexts, found.abstracts, found.before) == (1, 0, 27)
    assert [key for key in service.asked if not key.startswith("search")] == ["PMC33/fullTextXML"]


def test_faults_cost_time_but_no_document(service: Service, tmp_path: Path) -> None:
    service.faults = {
        "search *": ["429", "half json", "other json"],
        "search c10": ["503", "cut", "500", "odd hits"],
        "PMC3/fullTextXML": ["cut", "429"],
        "PMC9/fullTextXML": ["half json", "504"],
    }
    found, pauses = _fetch(service, tmp_path)
    assert _names(found.folder) == WANTED
    assert found.failures == ()
    assert pauses.count(7.0) == 2  # what the service asked for
    assert {1.0, 2.0, 4.0} <= set(pauses)  # each longer than the one before


def test_a_service_that_hangs_is_asked_again(service: Service, tmp_path: Path) -> None:
    service.faults = {"search *": ["hang"], "PMC6/fullTextXML": ["hang"]}
    found, _ = _fetch(service, tmp_path, timeout_seconds=1.0, retries=9)
    assert _names(found.folder) == WANTED


def test_open_access_without_a_full_text_gives_its_abstract(service: Service, tmp_path: Path) -> None:
    service.faults = {"PMC3/fullTextXML": ["404"]}
    found, _ = _fetch(service, tmp_path)
    assert "MED-3.json" in _names(found.folder)
    assert found.failures == ()


def test_what_stays_unreachable_is_told_and_fetched_the_next_time(service: Service, tmp_path: Path) -> None:
    service.faults = {"PMC3/fullTextXML": ["503"] * 3, "search c20": ["500"] * 3}
    found, _ = _fetch(service, tmp_path, retries=2)
    assert [(failure.source, failure.stage, failure.code) for failure in found.failures] == [
        ("europepmc:MED-3", "fetch", "unreachable"),
        ("query exosome", "fetch", "unreachable"),
    ]
    assert "again" in found.failures[0].remedy
    before = len(service.asked)
    again, _ = _fetch(service, tmp_path)
    assert service.asked[before] == "search c20"  # it goes on where the list broke off
    once_more, _ = _fetch(service, tmp_path)
    assert _names(again.folder) == WANTED
    assert (once_more.before, once_more.textless, once_more.failures) == (27, 3, ())


def test_a_place_that_the_service_forgot_is_left_for_the_beginning(service: Service, tmp_path: Path) -> None:
    service.faults = {"search c10": ["500"]}
    _fetch(service, tmp_path, retries=0)
    service.expired = {"search c10"}
    assert _fetch(service, tmp_path, retries=0)[0].failures  # refused again from the beginning, told, not for ever
    service.expired = set()
    assert _names(_fetch(service, tmp_path)[0].folder) == WANTED


def test_an_answer_without_end_is_not_taken(service: Service, tmp_path: Path) -> None:
    found, _ = _fetch(service, tmp_path, max_bytes=100, retries=0)
    assert "too large" in found.failures[0].message


def test_nobody_at_the_address_is_told(tmp_path: Path) -> None:
    gone = Service([])
    gone.close()
    found, _ = _fetch(gone, tmp_path, retries=1)
    assert found.failures[0].code == "unreachable"
    assert _names(found.folder) == set()


def test_requests_keep_their_pace(service: Service, tmp_path: Path) -> None:
    _, pauses = _fetch(service, tmp_path, requests_per_second=0.5, retries=0)
    assert len(pauses) >= len(service.asked) - 1
    assert max(pauses) > 1.0


def test_names_from_the_service_make_no_paths(service: Service, tmp_path: Path) -> None:
    odd = {"id": "../../etc/x y", "source": "..", "title": "Odd", "abstractText": "Vesicles.", "pmcid": "PMC1/../a"}
    service.page = lambda _: json.dumps(  # type: ignore[method-assign]
        {"hitCount": 1, "resultList": {"result": [{**odd, "isOpenAccess": "Y"}]}}
    ).encode()
    found, _ = _fetch(service, tmp_path)
    assert _names(found.folder) == {"__-______etc_x_y.json"}
    assert {path.name for path in tmp_path.iterdir()} == {found.folder.name}


def test_a_day_narrows_the_query_and_what_is_no_day_is_told(tmp_path: Path) -> None:
    assert europepmc.folder_of("a", None, tmp_path) != europepmc.folder_of("a", "2024-01-31", tmp_path)
    with pytest.raises(InputError, match="2024-01-31"):
        europepmc.folder_of("a", "spring", tmp_path)


def test_a_fetch_that_was_killed_goes_on_where_it_was(service: Service, tmp_path: Path) -> None:
    service.faults = {"PMC15/fullTextXML": ["hang"]}
    code = (
        "import sys; from pathlib import Path; from pipeline.core.settings import FetchSettings\n"
        "from pipeline.ingest import europepmc\n"
        "europepmc.fetch('exosome', None, Path(sys.argv[1]), FetchSettings(address=sys.argv[2], page_size=10,"
        " requests_per_second=1e6, timeout_seconds=300))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), service.address], cwd=ROOT)
    try:
        while "PMC15/fullTextXML" not in service.asked and process.poll() is None:
            pass
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = len(service.asked)
    service.hanging.set()
    found, _ = _fetch(service, tmp_path)
    assert _names(found.folder) == WANTED
    assert service.asked[before] == "search c10"
    fetched = Counter(key for key in service.asked if key.startswith("PMC"))
    assert fetched.pop("PMC15/fullTextXML") == 2
    assert set(fetched.values()) == {1}

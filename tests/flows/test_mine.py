"""The main flow, whole: what is read, what failed, what a second run does."""

from __future__ import annotations

import base64
import errno
import gzip
import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows import runs
from flows.summary import Summary
from pipeline.core.errors import StoreError
from pipeline.core.settings import Settings

pytestmark = [
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

TEXT = """Vesicles of young cells

Abstract

Human embryonic stem cells (hESCs) shed exosomes that carry miR-200a. Exosomes from hESCs were positive for CD63
and TSG101 but lacked calnexin. By transferring miR-200a they activated the Nrf2 signalling pathway in
endothelial cells.
"""
MORE = """Vesicles of stromal cells

Abstract

Exosomes of mesenchymal stem cells (MSCs) carry miR-21 and inhibit the NF-κB pathway in macrophages.
"""
Mine = Callable[..., Summary]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "young.txt").write_text(TEXT, encoding="utf-8")
    (folder / "stromal.txt").write_text(MORE, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    from flows.mine import mine as flow

    def run(library: Path, outputs: str = "outputs", **options: object) -> Summary:
        summary: Summary = flow([str(library)], outputs=str(tmp_path / outputs), **options)
        return summary

    return run


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _told_by(summary: Summary) -> str:
    """The page of a run with the parts that it holds packed."""
    page = Path(summary.report).read_text(encoding="utf-8")
    packed = re.findall(r'<script type="text/plain" id="part-[\w-]+">(.*?)</script>', page, re.DOTALL)
    return page + "".join(gzip.decompress(base64.b64decode(text)).decode() for text in packed)


def test_a_run_reads_scores_and_leaves_everything_in_its_folder(library: Path, mine: Mine, tmp_path: Path) -> None:
    summary = mine(library)
    run = Path(summary.run)
    assert (summary.read_now, summary.read_before, summary.failed) == (2, 0, 1)
    assert summary.failures[0].code == "empty"
    assert summary.failures[0].source.endswith("empty.txt")
    assert summary.mentions["MIRNA"] == 3
    assert summary.concepts["MIRNA"] == 2
    assert summary.relations["CARRIES"] >= 2
    assert summary.edges["relation"] >= 4
    assert summary.accuracy == ()
    assert {path.name for path in run.iterdir()} >= {"run.json", "network", "report"}
    assert (tmp_path / "outputs" / "latest").resolve() == run.resolve()
    told = json.loads((run / "run.json").read_text())
    assert told["summary"]["read_now"] == 2
    assert {Path(source).name for source in told["inputs"]} == {"young.txt", "stromal.txt"}
    assert told["summary"]["failures"][0]["code"] == "empty"
    page = _told_by(summary)
    assert "miR-200a" in page
    assert "empty.txt" in page


def test_a_second_run_reads_nothing_and_a_third_only_what_is_new(library: Path, mine: Mine) -> None:
    first = mine(library)
    second = mine(library)
    assert (second.read_now, second.read_before, second.failed) == (0, 2, 1)
    assert second.mentions == first.mentions
    (library / "new.txt").write_text(TEXT.replace("young", "old").replace("miR-200a", "miR-29b"), encoding="utf-8")
    third = mine(library)
    assert (third.read_now, third.read_before) == (1, 2)
    assert third.concepts["MIRNA"] == 3


def test_the_same_input_gives_the_same_bytes_with_one_worker_or_two(library: Path, mine: Mine, tmp_path: Path) -> None:
    one = mine(library, "one")
    two = mine(library, "two", settings={"run": {"workers": 2, "batch_size": 25}})
    assert _bytes(tmp_path / "one" / "store") == _bytes(tmp_path / "two" / "store")
    assert _bytes(Path(one.run) / "network") == _bytes(Path(two.run) / "network")
    assert _bytes(Path(one.run) / "report") == _bytes(Path(two.run) / "report")


def test_a_run_that_nothing_has_changed_for_leaves_the_same_report(library: Path, mine: Mine) -> None:
    first, again = mine(library), mine(library)
    assert _bytes(Path(first.run) / "report") == _bytes(Path(again.run) / "report")
    (library / "new.txt").write_text(TEXT.replace("young", "old").replace("miR-200a", "miR-29b"), encoding="utf-8")
    third, last = mine(library), mine(library)
    assert _bytes(Path(third.run) / "report") == _bytes(Path(last.run) / "report") != _bytes(Path(first.run) / "report")


def test_what_failed_is_read_again_only_when_asked(library: Path, mine: Mine) -> None:
    mine(library)
    again = mine(library, retry_failed=True)
    assert (again.read_now, again.failed) == (0, 1)


def test_a_withdrawn_document_leaves_the_network(library: Path, mine: Mine) -> None:
    mine(library)
    (library / "stromal.txt").unlink()
    assert mine(library).concepts["MIRNA"] == 1


def test_the_same_work_twice_counts_once(library: Path, mine: Mine) -> None:
    alone = mine(library)
    (library / "again.txt").write_text(TEXT.upper().replace("\n\nABSTRACT", "\n\nAbstract"), encoding="utf-8")
    (library / "young-longer.txt").write_text(TEXT + "\nIt was so.\n", encoding="utf-8")
    twice = mine(library)
    assert twice.duplicates == alone.duplicates + 2
    assert twice.read_before + twice.read_now == 4
    assert twice.mentions["MIRNA"] == alone.mentions["MIRNA"]
    assert "the same as" in _told_by(twice)


def test_what_a_killed_run_left_is_swept_before_the_next(library: Path, mine: Mine) -> None:
    first = mine(library)
    killed = Path(first.run).parent / "20200101T000000-abcdef01"
    (killed / "network").mkdir(parents=True)
    mine(library)
    assert not killed.exists()


def test_run_json_tells_what_an_operator_asks(library: Path, mine: Mine) -> None:
    first = json.loads((Path(mine(library).run) / "run.json").read_text())
    second = json.loads((Path(mine(library).run) / "run.json").read_text())
    assert (first["number"], second["number"]) == (1, 2)
    assert first["plan"] == "2 of 2 sources are to be read: 2 new"
    assert second["plan"] == "nothing to read: the store has every source (2)"
    assert first["throughput"]["sources"] == 2
    assert first["throughput"]["sources_per_second"] > 0
    assert second["throughput"]["sources"] == 0
    assert first["megabytes"]["worker"] > 50
    assert set(first["summary"]["seconds"]) == {"discover", "plan", "read", "collect", "network", "evaluate", "report"}
    assert {"code", "rules and lexicon", "settings", "model", "spacy"} <= set(first["extractor"])


def test_prefect_shows_what_was_read_and_what_failed(library: Path, mine: Mine) -> None:
    from prefect.client.orchestration import get_client

    mine(library)
    with get_client(sync_client=True) as client:
        names = {run.name for run in client.read_flow_runs()}
        shown = {(item.key, str(item.data)) for item in client.read_artifacts()}
    assert "2 read now, 0 before, 1 failed" in names
    for key, word in (
        ("vesiweb-summary", "| MIRNA | 3 | 2 |"),
        ("vesiweb-failures", "empty.txt"),
        ("vesiweb-report", "index.html"),
    ):
        assert any(name == key and word in data for name, data in shown), key


def test_a_disk_without_space_is_told_before_anything_is_read(library: Path, mine: Mine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the disk is full.*vesiweb prune"):
        mine(library, settings={"run": {"min_free_megabytes": 10**9}})
    assert not (tmp_path / "outputs" / "runs").exists()


def test_what_cannot_be_written_is_told_as_our_error(
    library: Path, mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import stages

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stages, "write_network", full)
    with pytest.raises(StoreError, match=r"No space left on device.*run again"):
        mine(library)


def test_a_disk_that_fills_up_ends_the_run_and_room_mends_it(
    library: Path, mine: Mine, small_disk: tuple[Path, Callable[[int], None]], caplog: pytest.LogCaptureFixture
) -> None:
    disk, fill = small_disk
    least = {"run": {"min_free_megabytes": 0}}
    fill(0)  # whatever the run writes, it is too much
    with pytest.raises(StoreError, match=r"the batch cannot be written.*No space left on device.*run again"):
        mine(library, str(disk / "outputs"), settings=least)
    assert "tried again" not in caplog.text
    fill(60_000_000)
    assert mine(library, str(disk / "outputs"), settings=least).read_now == 2


def test_an_outputs_folder_that_cannot_be_written_is_told_and_still_looked_at(
    library: Path, mine: Mine, small_disk: tuple[Path, Callable[[int], None]]
) -> None:
    from flows.status import look

    disk, _ = small_disk
    least = {"run": {"min_free_megabytes": 1}}
    mine(library, str(disk / "outputs"), settings=least)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(StoreError, match=r"the outputs folder cannot be written \(Read-only.*--outputs"):
        mine(library, str(disk / "outputs"), settings=least)
    assert look(disk / "outputs", [str(library)], Settings()).next.startswith("nothing to read")
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert mine(library, str(disk / "outputs"), settings=least).read_before == 2


def test_a_clock_that_jumps_hides_no_change_and_no_run(
    library: Path, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        year_now = 2040

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(cls.year_now, 1, 1, tzinfo=tz)

    monkeypatch.setattr(runs, "datetime", Clock)
    first = mine(library)
    changed = library / "stromal.txt"
    times = changed.stat()
    changed.write_text(MORE.replace("miR-21 ", "miR-22 "), encoding="utf-8")  # as long as before, and as old
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    os.utime(library / "young.txt", (4_000_000_000, 4_000_000_000))
    Clock.year_now = 1980
    second = mine(library)
    assert (Path(first.run).name[:4], Path(second.run).name[:4]) == ("2040", "1980")
    assert (second.read_now, second.read_before) == (1, 1)
    assert [path.name for path, _ in runs.history(tmp_path / "outputs")] == [
        Path(second.run).name,
        Path(first.run).name,
    ]
    assert (tmp_path / "outputs" / "latest").resolve() == Path(second.run).resolve()


def test_a_run_from_the_future_makes_no_scheduled_run_a_missed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import observe

    now = datetime.now(UTC)
    monkeypatch.setattr(observe, "deployment", SimpleNamespace(id="1"))
    monkeypatch.setattr(observe, "flow_run", SimpleNamespace(scheduled_start_time=now - timedelta(hours=2)))
    missed = {hours: observe.missed({"started": (now + timedelta(hours=hours)).isoformat()}) for hours in (-3, -1, 5)}
    assert missed == {-3: False, -1: True, 5: False}


def test_a_run_that_begins_cancels_those_of_its_schedule_whose_time_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect import flow, get_client
    from prefect.states import Scheduled

    from flows import observe

    @flow
    def nothing() -> None:
        pass

    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        ours, other = (client.create_deployment(client.create_flow(nothing), name) for name in ("ours", "other"))
        due = ((ours, -3), (ours, -2), (ours, -1), (ours, 9), (other, -1))
        made = {
            key: client.create_flow_run_from_deployment(
                key[0], state=Scheduled(scheduled_time=now + timedelta(minutes=key[1]))
            ).id
            for key in due
        }
        monkeypatch.setattr(observe, "deployment", SimpleNamespace(id=str(ours)))
        monkeypatch.setattr(observe, "flow_run", SimpleNamespace(id=str(made[ours, -3])))
        assert observe.cancel_missed() == 2
        states = {key: client.read_flow_run(run).state for key, run in made.items()}
        assert {key for key, state in states.items() if state and state.is_cancelled()} == {(ours, -2), (ours, -1)}
        assert {key for key, state in states.items() if state and state.is_scheduled()} == {
            (ours, -3),
            (ours, 9),
            (other, -1),
        }
        monkeypatch.setattr(observe, "deployment", SimpleNamespace(id=None))
        assert observe.cancel_missed() == 0, "a run that nobody scheduled leaves schedules alone"


def test_without_prefects_server_the_same_steps_give_the_same_bytes(library: Path, mine: Mine, tmp_path: Path) -> None:
    from flows.mine import mine as flow

    served = mine(library, "served")
    alone = flow.fn([str(library)], outputs=str(tmp_path / "alone"), settings={"run": {"workers": 2}})
    assert (alone.read_now, alone.failed) == (served.read_now, served.failed)
    assert _bytes(tmp_path / "alone" / "store") == _bytes(tmp_path / "served" / "store")
    assert _bytes(Path(alone.run) / "network") == _bytes(Path(served.run) / "network")

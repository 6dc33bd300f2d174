"""Status and prune: what there is, what would be done, and what may go."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows import lock, runs, status
from flows.prune import prune
from pipeline.core.batch import Batch
from pipeline.core.errors import StoreError
from pipeline.core.provenance import extractor_digest, extractor_parts
from pipeline.core.records import Failure
from pipeline.core.settings import ROOT, Settings
from pipeline.core.store import Store

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
OLD = "0" * 64


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _run(outputs: Path, number: int, inputs: dict[str, str], **changes: Any) -> Path:
    run = runs.new_run(outputs, f"{number:08x}", NOW)
    settings = Settings()
    told = {
        "number": number,
        "started": f"2026-03-0{number}T06:00:00+00:00",
        "paths": [str(outputs / "library")],
        "inputs": inputs,
        "extractor": extractor_parts(settings),
        "extractor_digest": extractor_digest(settings),
        "settings": settings.model_dump(mode="json"),
        "throughput": {"sources": 9, "sources_per_second": 2.0, "sources_per_second_and_worker": 1.0},
        "summary": {
            "read_now": 1,
            "read_before": 0,
            "failed": 1,
            "seconds": {"read": 4.5, "report": 0.5},
            "failures": [{"code": "empty", "source": "x.txt"}],
        },
    }
    runs.write_json(run / "run.json", {**told, **changes})
    runs.point_latest(outputs, run)
    return run


def _stored(outputs: Path, digest: str, *texts: str) -> Path:
    store = Store(outputs / "store", digest)
    failed = tuple(Failure(text, "ingest", "empty", "no text", "save it", _sha(text)) for text in texts)
    return store.folder / store.add(Batch((), failed))


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    library = tmp_path / "library"
    library.mkdir()
    for name in ("a", "b"):
        (library / f"{name}.txt").write_text(name)
    return tmp_path


def _shown(found: status.Status) -> str:
    stream = io.StringIO()
    status.show(found, Console(file=stream, width=200, highlight=False))
    return stream.getvalue()


def test_a_library_that_was_never_read_says_how_to_begin(tmp_path: Path) -> None:
    text = _shown(status.look(tmp_path, [], Settings()))
    assert "0 sources" in text
    assert "vesiweb mine PATH" in text


def test_status_tells_runs_failures_and_what_comes_next(outputs: Path) -> None:
    _stored(outputs, extractor_digest(Settings()), "a")
    _run(outputs, 1, {str(outputs / "library" / "a.txt"): _sha("a")})
    with lock.hold(outputs, 0):
        found = status.look(outputs, [], Settings())
    assert (found.sources, found.extractors, found.failures) == (1, 1, {"empty": 1})
    assert found.next == "1 of 2 sources are to be read: 1 new; about 1 s"
    text = _shown(found)
    for part in ("empty 1", f"process {os.getpid()} since", "20260301T060000-00000001", "5.0", "2.0", "1 new"):
        assert part in text, part
    assert found.as_json()["runs"][0]["seconds"] == 5.0


def test_status_says_what_a_changed_setting_costs(outputs: Path) -> None:
    inputs = {str(path): _sha(path.stem) for path in sorted((outputs / "library").iterdir())}
    _stored(outputs, extractor_digest(Settings()), "a", "b")
    _run(outputs, 1, inputs)
    changed = Settings.load(None, ingest={"pdf_seconds": 9})
    assert status.look(outputs, [], Settings()).next == "nothing to read: the store has every source (2)"
    told = status.look(outputs, [], changed).next
    assert told == "2 of 2 sources are to be read: 2 afresh (changed: ingest.pdf_seconds 120.0 → 9.0); about 2 s"


def test_a_path_that_is_gone_is_told(outputs: Path) -> None:
    assert "no such file" in status.look(outputs, [str(outputs / "gone")], Settings()).next


def test_prune_keeps_what_kept_runs_refer_to(outputs: Path) -> None:
    now = extractor_digest(Settings())
    wanted, withdrawn, other = _stored(outputs, now, "a"), _stored(outputs, now, "gone"), _stored(outputs, OLD, "a")
    (wanted.parent / ".damaged-b1.9").mkdir()
    drawn = [wanted.parent / "pages" / f"{_sha(text)}.json" for text in ("a", "gone")]
    drawn[0].parent.mkdir()
    for path in drawn:
        path.write_text("")
    (outputs / "prefect").mkdir()
    (outputs / "prefect" / "prefect.db").write_text("")
    inputs = {"a.txt": _sha("a")}
    old, new = _run(outputs, 1, {"gone.txt": _sha("gone")}), _run(outputs, 2, inputs)
    planned = prune(outputs, 1, digest=now, wait=0, dry=True)
    assert withdrawn.is_dir()
    done = prune(outputs, 1, digest=now, wait=0, dry=False)
    assert planned == done
    assert done.kept == 1
    assert drawn[0].exists()
    gone = (old, withdrawn, drawn[1], other, wanted.parent / ".damaged-b1.9", outputs / "prefect" / "prefect.db")
    assert not any(path.exists() for path in gone)
    assert new.is_dir()
    assert wanted.is_dir()
    assert prune(outputs, 1, digest=now, wait=0, dry=False).removed == ()


def test_prune_keeps_the_latest_even_where_its_number_is_lost(outputs: Path) -> None:
    now = extractor_digest(Settings())
    first = _run(outputs, 1, {})
    second = _run(outputs, 0, {})
    prune(outputs, 1, digest=now, wait=0, dry=False)
    assert first.is_dir()
    assert second.is_dir()


def test_prune_leaves_the_store_of_a_first_run_that_was_killed(outputs: Path) -> None:
    batch = _stored(outputs, OLD, "a")
    prune(outputs, 1, digest=OLD, wait=0, dry=False)
    assert batch.is_dir()


def test_prune_does_not_work_beside_a_run(outputs: Path) -> None:
    code = "import sys,time; from pathlib import Path; from flows import lock\n"
    code += "with lock.hold(Path(sys.argv[1]), 0):\n    print('held', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", code, str(outputs)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreError, match="another run is at work"):
            prune(outputs, 1, digest=OLD, wait=0, dry=False)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("moment", range(1, 9))
def test_a_prune_that_is_killed_leaves_what_is_kept_and_the_next_ends_it(
    outputs: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = extractor_digest(Settings())
    wanted, withdrawn, other = _stored(outputs, now, "a"), _stored(outputs, now, "gone"), _stored(outputs, OLD, "a")
    (outputs / "prefect").mkdir()
    (outputs / "prefect" / "prefect.db").write_text("")
    old, new = _run(outputs, 1, {"gone.txt": _sha("gone")}), _run(outputs, 2, {"a.txt": _sha("a")})
    steps = 0

    def mortal(step: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*arguments: Any, **options: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == moment:
                raise KeyboardInterrupt  # nothing of ours catches it, as nothing catches a kill
            return step(*arguments, **options)

        return taken

    with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
        patched.setattr(Path, "rename", mortal(Path.rename))
        patched.setattr(Path, "unlink", mortal(Path.unlink))
        patched.setattr(shutil, "rmtree", mortal(shutil.rmtree))
        prune(outputs, 1, digest=now, wait=0, dry=False)
    assert runs.history(outputs)[0][0] == new
    assert {path.name for path in Store(outputs / "store", now).batches()} <= {wanted.name, withdrawn.name}
    prune(outputs, 1, digest=now, wait=0, dry=False)
    Store(outputs / "store", now).sweep()
    assert {path.name for path in wanted.parent.iterdir()} == {wanted.name}
    assert {path.name for path in (outputs / "store").iterdir()} == {wanted.parent.name}
    assert [path.name for path in (outputs / "runs").iterdir()] == [new.name]
    assert Store(outputs / "store", now).known() == {_sha("a")}
    assert not any(path.exists() for path in (old, withdrawn, other))

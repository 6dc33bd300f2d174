"""What the commands do: each opens the stages or flows that it needs, and only those."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import environment, guard, lock, progress, runs
from flows.temporary import temporary
from pipeline.core.errors import InputError, SettingsError, VesiwebError
from pipeline.core.records import Failure, Reading
from pipeline.core.settings import ROOT, Settings

if TYPE_CHECKING:
    from flows.prune import Pruned
    from flows.schedule import Timing
    from flows.status import Status
    from flows.summary import Summary

log = logging.getLogger("vesiweb")
#: batches that a cluster has at a time
CLUSTER_BATCHES = 256


def sample() -> Path:
    """The corpus that ships with the project, named from here where that is possible."""
    path = ROOT / "corpus" / "sample"
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def mine(
    paths: Sequence[Path],
    outputs: Path,
    settings: Settings,
    gold: Path | None = None,
    *,
    retry_failed: bool = False,
    query: str | None = None,
    since: str | None = None,
) -> Summary:
    """Run the main flow here and now."""
    _since_what(query, since)
    _must_exist(paths)
    _readable(gold)
    _cluster(settings)
    with lock.hold(outputs, settings.run.wait_seconds):
        environment.enough_space(outputs, settings.run)
        environment.prepare(outputs, quiet=True)
        environment.check_database()
        guard.start()
        asked: dict[str, Any] = {
            "outputs": str(outputs),
            "settings": settings.model_dump(mode="json"),
            "gold": str(gold) if gold else None,
            "retry_failed": retry_failed,
            "query": query,
            "since": since,
        }
        if not environment.loopback():
            log.warning("no loopback network, so no Prefect server: the same steps run without it, one batch at a time")
            from flows.mine import mine as flow

            return flow.fn([str(path) for path in paths], **asked)
        return _served([str(path) for path in paths], outputs, settings, asked)


def _served(paths: Sequence[str], outputs: Path, settings: Settings, asked: dict[str, Any]) -> Summary:
    """The main flow with a server of Prefect's, which starts while the stages are imported and the model is loaded."""
    with temporary() as answers:
        from prefect.task_runners import ThreadPoolTaskRunner

        from flows.mine import mine as flow
        from flows.summary import Summary
        from flows.workers import warm

        warm(settings, outputs)
        answers()
        run: Callable[..., Summary] = flow
        if settings.run.scheduler:  # a thread a batch at work: all they do is wait for the cluster
            run = flow.with_options(task_runner=ThreadPoolTaskRunner(max_workers=CLUSTER_BATCHES))  # type: ignore[arg-type]
        before = runs.newest(outputs)
        try:
            return run(paths, **asked)
        except VesiwebError:
            raise
        except Exception as error:
            told = environment.explained(error, outputs)
            if told is None:
                raise
            whole = runs.newest(outputs)
            if whole is None or whole == before:
                raise told from error
            # run.json is written last: only Prefect's own record of the run has no end
            log.warning("the run is whole, but its end could not be told to Prefect: %s", told.message)
            return Summary.from_json(runs.load_run(whole)["summary"])


def with_model(settings: Settings, model: str | None) -> Settings:
    """The settings with a model of names, a folder or an installed one, in the stead of theirs."""
    if model is None:
        return settings
    place = str(Path(model).resolve()) if Path(model).is_dir() else model
    return settings.model_copy(update={"annotate": settings.annotate.model_copy(update={"ner_model": place})})


def annotate(paths: Sequence[Path], form: str, out: Path, settings: Settings) -> tuple[list[Path], list[Failure]]:
    """Annotate texts and write one file a document.

    Raises
    ------
    SettingsError
        The format is not known.
    """
    from flows.extraction import Extractor
    from pipeline.ingest import discover
    from pipeline.reconcile.export import FORMATS, write

    if form not in FORMATS:
        raise SettingsError(f"--format {form!r} is not known", remedy=f"choose one of {', '.join(sorted(FORMATS))}")
    discovery = discover(paths, settings.ingest)
    extractor = Extractor(settings)
    readings: list[Reading] = []
    failures = list(discovery.failures)
    with progress.meter("annotating", len(discovery.sources)) as meter:
        for source in discovery.sources:
            result = extractor.extract(source)
            if isinstance(result, Failure):
                failures.append(result)
            else:
                readings.append(result)
            meter.step()
    return write(readings, form, out), failures


def status(paths: Sequence[Path], outputs: Path, settings: Settings) -> Status:
    """Look at an outputs folder."""
    from flows.status import look

    return look(outputs, [str(path) for path in paths], settings)


def prune(outputs: Path, keep: int, settings: Settings, *, dry: bool) -> Pruned:
    """Remove what no kept run refers to."""
    from flows.prune import prune as remove
    from pipeline.core.provenance import extractor_digest

    if not outputs.is_dir():
        raise InputError("there is no such folder", where=str(outputs), remedy="check --outputs")
    return remove(outputs, keep, digest=extractor_digest(settings), wait=settings.run.wait_seconds, dry=dry)


def schedule(
    paths: Sequence[Path],
    when: Timing,
    outputs: Path,
    settings: Settings,
    query: str | None,
    since: str | None,
    port: int,
) -> None:
    """Serve the main flow on a schedule until stopped.

    Raises
    ------
    InputError
        There is neither a path nor a query.
    """
    if not paths and query is None:
        raise InputError("there is nothing to read", where="schedule", remedy="name files, folders or a --query")
    _must_exist(paths)
    _since_what(query, since)
    _cluster(settings)
    environment.prepare(outputs, serving=True)
    with lock.hold(outputs, 0, lock.SERVING):
        environment.check_database()
        guard.start()
        from flows.schedule import check, serve
        from flows.server import server

        check(when)
        with server(port):
            serve([str(path.resolve()) for path in paths], when, outputs, settings, query, since)


def _since_what(query: str | None, since: str | None) -> None:
    """Refuse a day without a query, and a day that is none."""
    if since is None:
        return
    if query is None:
        raise SettingsError("--since is given without --query", remedy="give both, or neither")
    from pipeline.ingest.europepmc import folder_of

    folder_of(query, since, Path())


def _cluster(settings: Settings) -> None:
    """Tell of a cluster that cannot be used before anything slow is started."""
    if settings.run.scheduler:
        from flows.cluster import check

        check(settings.run.scheduler)


def _readable(gold: Path | None) -> None:
    """Tell of gold that cannot be read before anything slow is started; our own is known to be sound."""
    if gold is not None:
        from pipeline.reconcile.gold import load, locate

        load(locate(gold))


def _must_exist(paths: Sequence[Path]) -> None:
    """Tell of a wrong path before anything slow is started."""
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder", where=str(path), remedy="check the path")

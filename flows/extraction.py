"""One source all the way: ingest, annotate, relate; whatever goes wrong becomes a Failure."""

from __future__ import annotations

import atexit
import gc
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.annotate import Annotator
from pipeline.core.batch import Batch
from pipeline.core.errors import VesiwebError
from pipeline.core.records import Failure, Reading
from pipeline.core.settings import Settings
from pipeline.ingest import Source, read
from pipeline.relate import Relater

log = logging.getLogger("vesiweb")


class Extractor:
    """The three reading stages, loaded once and used for many sources.

    Parameters
    ----------
    settings
        Settings of all stages.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.annotator = Annotator.load(settings.annotate)
        self.relater = Relater.load(settings.relate)

    def extract(self, source: Source) -> Reading | Failure:
        """Read one source.

        Returns
        -------
        Reading or Failure
            A failure names the stage, the class of error and the remedy; it is never raised.
        """
        stage = "ingest"
        try:
            document = read(source, self.settings.ingest)
            stage = "annotate"
            annotation = self.annotator.annotate(document)
            stage = "relate"
            relations = self.relater.relate(document, annotation)
        except VesiwebError as error:
            inside = error.where.removeprefix(str(source.path)).removeprefix(source.source).lstrip(":, ")
            message = f"{inside}: {error.message}" if inside else error.message
            return Failure(source.source, stage, error.code, message, error.remedy, source.sha256)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not cost the other documents
            log.error("%s: %s", source.source, "".join(traceback.format_exception(error)))
            return Failure(
                source.source,
                stage,
                "fault",
                f"{type(error).__name__}: {error}",
                "this is a fault of vesiweb: please report it with the log above",
                source.sha256,
            )
        return Reading(document, replace(annotation, tokens=()), relations)

    def extract_all(self, sources: Sequence[Source], done: Callable[[], None] = lambda: None) -> Batch:
        """Read sources in order; ``done`` is called after each."""
        readings: list[Reading] = []
        failures: list[Failure] = []
        for source in sources:
            result = self.extract(source)
            if isinstance(result, Failure):
                failures.append(result)
            else:
                readings.append(result)
            done()
        return Batch(tuple(readings), tuple(failures))


@lru_cache(maxsize=1)
def _extractor(settings: str) -> Extractor:
    made = Extractor(Settings.model_validate_json(settings))
    gc.freeze()  # what is loaded stays: the collector of garbage need not walk over it again and again
    atexit.register(gc.unfreeze)  # but libraries may tidy up at the end
    return made


def extractor(settings: Settings) -> Extractor:
    """The extractor of this process: models are loaded once a process, whether or not every setting can be hashed."""
    return _extractor(settings.model_dump_json())

"""All settings of all stages, with their defaults: the one place where a default is written."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.core.errors import SettingsError
from pipeline.core.records import Section

#: the checkout (or installed tree) that models/ and corpus/ stand in
ROOT = Path(__file__).resolve().parents[2]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    def __hash__(self) -> int:
        return hash(self.model_dump_json())  # a field may be a table, which has no hash of its own


class IngestSettings(_Part):
    """How sources are read."""

    max_bytes: int = Field(200_000_000, gt=0, description="A source larger than this is refused.")
    max_characters: int = Field(20_000_000, gt=0, description="A text longer than this is refused.")
    pdf_seconds: float = Field(120.0, gt=0, description="Wall-clock limit for reading one PDF.")
    pdf_megabytes: int = Field(2_048, gt=0, description="Memory limit for reading one PDF.")


class AnnotateSettings(_Part):
    """How mentions are found and linked."""

    model: Path = Field(ROOT / "models" / "en_vesiweb", description="The spaCy pipeline to load.")
    trained: bool = Field(
        True, description="Whether the trained parts are used: trees, sentence boundaries, the recogniser of names."
    )
    skip_sections: tuple[Section, ...] = Field(
        (), description="Sections left unmined beside references, front and back matter."
    )
    min_confidence: float = Field(0.0, ge=0, le=1, description="Mentions below this confidence are dropped.")
    ner_model: Path | str | None = Field(
        None, description="A spaCy or scispaCy model (folder or installed name) that finds names, too."
    )
    ner_labels: dict[str, str] = Field(
        {
            "CELL": "CELL_TYPE",
            "CELL_LINE": "CELL_TYPE",
            "CELL_TYPE": "CELL_TYPE",
            "CL": "CELL_TYPE",
            "GENE": "MARKER",
            "GENE_OR_GENE_PRODUCT": "MARKER",
            "GGP": "MARKER",
            "MARKER": "MARKER",
            "MIRNA": "MIRNA",
            "PATHWAY": "PATHWAY",
            "PROTEIN": "MARKER",
        },
        description="What that model's labels mean; a label that is not named is passed over.",
    )
    ner_mode: Literal["join", "replace"] = Field(
        "join", description="Whether that model joins the other finders or replaces them for the types it knows."
    )


class RelateSettings(_Part):
    """How relations are found."""

    max_pairs_per_sentence: int = Field(
        5_000, gt=0, description="Candidate pairs considered in a sentence; what is beyond is counted and told."
    )
    use_parse: bool = Field(
        True, description="Read dependency trees, too, where the annotation has them; off: rules over words alone."
    )


class NetworkSettings(_Part):
    """How edges are scored and shown."""

    weight_sentence: float = Field(1.0, ge=0, description="Weight of a co-occurrence in a sentence or table row.")
    weight_passage: float = Field(0.5, ge=0, description="Weight of a co-occurrence in a passage.")
    weight_document: float = Field(0.25, ge=0, description="Weight of a co-occurrence in a document.")
    alpha: float = Field(0.6, ge=0, le=1, description="Exponent of the weighted count in the co-occurrence score.")
    min_sentences: int = Field(1, ge=0, description="An edge without a relation needs this many sentences.")
    test_floor: int = Field(
        3, ge=1, description="Chance (p, q) is told of a pair if each of its concepts is in so many sentences."
    )
    compare: tuple[str, ...] = Field(
        ("mesenchymal stem cell", "embryonic stem cell", "pluripotent stem cell"),
        description="Cells compared with each other, by name or identifier, each with its kinds; where fewer than two "
        "are found, the three that most is said of.",
    )
    seed: int = Field(13, description="Seed of layouts and communities.")


class RunSettings(_Part):
    """How a run is carried out."""

    batch_size: int = Field(25, gt=0, description="Documents a batch.")
    workers: int = Field(1, gt=0, description="Processes that read and annotate.")
    scheduler: str = Field(
        "", description="Address of a Dask scheduler whose workers read instead, as tcp://host:8786."
    )
    wait_seconds: float = Field(
        3_600.0, ge=0, description="How long a run waits for another run of the same outputs folder; 0: not at all."
    )
    min_free_megabytes: int = Field(
        100, ge=0, description="Free space below which nothing is begun in the outputs folder."
    )


class FetchSettings(_Part):
    """How a query source is asked; nothing is asked unless a query is given."""

    address: str = Field(
        "https://www.ebi.ac.uk/europepmc/webservices/rest", description="Where Europe PMC's REST service is."
    )
    contact: str = Field("", description="E-mail address told to the service, as good manners have it.")
    page_size: int = Field(100, gt=0, le=1_000, description="Hits a page.")
    requests_per_second: float = Field(3.0, gt=0, description="Requests are not sent faster than this.")
    timeout_seconds: float = Field(60.0, gt=0, description="Seconds without a byte after which a request is sent anew.")
    retries: int = Field(6, ge=0, description="How often a request is sent anew.")
    longest_pause_seconds: float = Field(300.0, gt=0, description="Longest pause between two attempts.")
    max_bytes: int = Field(50_000_000, gt=0, description="A longer answer is not taken.")


class Settings(_Part):
    """Everything that can be set, by stage.

    Examples
    --------
    >>> Settings().network.alpha
    0.6
    """

    ingest: IngestSettings = IngestSettings()
    annotate: AnnotateSettings = AnnotateSettings()
    relate: RelateSettings = RelateSettings()
    network: NetworkSettings = NetworkSettings()
    run: RunSettings = RunSettings()
    fetch: FetchSettings = FetchSettings()

    @classmethod
    def load(cls, path: Path | None = None, **overrides: dict[str, Any]) -> Settings:
        """Settings from a TOML file (one table a stage), with overrides on top.

        Parameters
        ----------
        path
            A ``vesiweb.toml``; ``None`` takes the defaults.
        overrides
            For each stage a dict of values that win over the file; values of ``None`` are passed over.

        Raises
        ------
        SettingsError
            The file is missing or no TOML, or a name or value is not allowed.
        """
        values: dict[str, Any] = {}
        if path is not None:
            try:
                values = tomllib.loads(path.read_text(encoding="utf-8"))
            except OSError as error:
                raise SettingsError(
                    f"the settings file cannot be read ({error.strerror})",
                    where=str(path),
                    remedy="check the path given with --settings",
                ) from error
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise SettingsError(
                    f"the settings file is no TOML ({error})", where=str(path), remedy="mend the line that it names"
                ) from error
        for stage, changes in overrides.items():
            table = dict(values.get(stage, {}))
            table.update({name: value for name, value in changes.items() if value is not None})
            values[stage] = table
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise SettingsError(
                f"{name} = {first.get('input')!r} is not allowed: {first['msg']}",
                where=str(path or "settings"),
                remedy="see 'vesiweb settings' for every name, its default and what it does",
            ) from error

    def extraction_digest(self) -> str:
        """Digest of the settings that decide what is read from a document (not of how many workers read it)."""
        parts = self.model_dump(mode="json", include={"ingest", "annotate", "relate"})
        parts["annotate"].pop("model")  # its content is digested, not its place
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

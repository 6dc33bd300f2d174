"""Source to Document: what a file says, as text with sections, tables, references and citation marks.

Examples
--------
>>> import tempfile
>>> from pathlib import Path
>>> from pipeline.core.settings import IngestSettings
>>> with tempfile.TemporaryDirectory() as folder:
...     path = Path(folder, "note.txt")
...     _ = path.write_text("Vesicles in culture\\n\\nAbstract\\n\\nCells shed vesicles into their medium.\\n")
...     found = discover([path], IngestSettings())
...     document = read(found.sources[0], IngestSettings())
>>> document.title, [passage.section.value for passage in document.passages]
('Vesicles in culture', ['title', 'abstract', 'abstract'])
"""

from pipeline.ingest.sources import Discovery, Source, discover, failure, read

__all__ = ["Discovery", "Source", "discover", "failure", "read"]

"""Writes docs/licences.md: the licence of every package that vesiweb is locked to, and of those that extras add.

    python tests/licences.py

Licences are what the installed packages say of themselves, as pip-licenses reads them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
#: packages whose metadata do not tell their licence, or that another system or Python needs: read by hand
READ_BY_HAND = {
    "async-timeout": "Apache-2.0",
    "nmslib-metabrainz": "Apache-2.0",  # the wheel is built without LSHKIT, the part of its source that is not
    "pywin32": "PSF-2.0",
    "whenever": "MIT",
}
_STRONG = re.compile(
    r"\bA?GPL|(?<!Lesser )General Public License|GNU Gene|Affero|EUPL|SSPL|CC-BY-(?:SA|NC)", re.IGNORECASE
)
_WEAK = re.compile(r"\bLGPL|Lesser General Public|\bMPL|Mozilla Public|\bEPL|Eclipse Public|CDDL", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """A package as the lock file and its own metadata tell."""

    name: str
    version: str
    licence: str  # empty: not installed here, since another system or Python version needs it

    @property
    def kind(self) -> str:
        """How free its users are: of alternatives, the freest counts.

        Examples
        --------
        >>> [Package("a", "1", text).kind for text in ("MIT", "MPL-2.0 OR GPL-2.0", "GPL-3.0", "LGPL-2.1", "")]
        ['permissive', 'weak copyleft', 'copyleft', 'weak copyleft', 'unknown']
        >>> Package("a", "1", "MPL-2.0 AND (Apache-2.0 OR MIT)").kind
        'weak copyleft'
        """
        if self.licence in {"", "–"}:
            return "unknown"
        kinds = []
        whole = re.sub(r"\(([^()]*?) OR [^()]*\)", r"\1", self.licence)  # of a part's alternatives, the first named
        for choice in re.split(r"\s+OR\s+|;", whole):
            parts = re.split(r"\s+AND\s+", choice)
            if any(_STRONG.search(part) and not _WEAK.search(part) for part in parts):
                kinds.append("copyleft")
            else:
                kinds.append("weak copyleft" if any(_WEAK.search(part) for part in parts) else "permissive")
        return next(kind for kind in ("permissive", "weak copyleft", "copyleft") if kind in kinds)


def locked(path: Path) -> dict[str, str]:
    """Names and versions of a lock file; of a name with several versions for several systems, all."""
    found: dict[str, str] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        found[name] = f"{found[name]}, {version}" if name in found else version
    return dict(sorted(found.items()))


def installed() -> dict[str, str]:
    """Licences of the installed packages, by their normalised names."""
    command = [sys.executable, "-m", "piplicenses", "--python", sys.executable, "--format=json", "--from=mixed"]
    told = subprocess.run([*command, "--with-system"], capture_output=True, text=True, check=True).stdout
    return {_plain(row["Name"]): _short(row["License"]) for row in json.loads(told)} | READ_BY_HAND


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _short(licence: str) -> str:
    """The first line, without marks that a Markdown table reads; nothing for what is unknown."""
    line = licence.strip().split("\n")[0].replace("|", "/").strip()
    return "" if line == "UNKNOWN" else line[:100]


def packages(lock: Path, licences: dict[str, str]) -> list[Package]:
    """What a lock file holds, with licences."""
    return [Package(name, version, licences.get(_plain(name), "")) for name, version in locked(lock).items()]


def page(licences: dict[str, str]) -> str:
    """The page as Markdown."""
    core = packages(ROOT / "requirements.lock", licences)
    names = {package.name for package in core}
    more = [item for item in packages(ROOT / "requirements-dev.lock", licences) if item.name not in names]
    weak = ", ".join(f"{item.name} ({item.licence})" for item in core if item.kind == "weak copyleft")
    lines = [
        "# Licences of what vesiweb builds on",
        "",
        "Made by `python tests/licences.py` from the lock files and from what installed packages say of themselves;",
        "a test holds it to both. No package of the core is under a copyleft licence such as the GPL. Under a weak one",
        f"(changes to the package itself stay under it): {weak or 'none'}.",
        "",
        "Where a package offers several licences, the freest is used. A dash stands for a package that only another",
        "system or Python version needs. vesiweb itself is under Apache-2.0. nmslib's source has a part under the GPL",
        "(LSHKIT) that its wheel is built without.",
        "",
        "To look for known vulnerabilities, where the internet can be reached: `pip-audit -r requirements.lock`.",
        "",
        f"## The core: {len(core)} packages (`requirements.lock`)",
        "",
        *_table(core),
        "",
        f"## Extras, building and testing: {len(more)} packages more (`requirements-dev.lock`)",
        "",
        *_table(more),
    ]
    return "\n".join(lines) + "\n"


def _table(rows: list[Package]) -> list[str]:
    return [
        "| package | version | licence |",
        "| --- | --- | --- |",
        *(f"| {item.name} | {item.version} | {item.licence or '–'} |" for item in rows),
    ]


if __name__ == "__main__":
    PAGE.write_text(page(installed()), encoding="utf-8")

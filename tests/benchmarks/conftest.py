"""Lets the benchmarks, which are scripts, import the module that they share when their docstrings are tested."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

"""Property tests here run on a loaded machine too: no deadline by the clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

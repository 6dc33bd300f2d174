"""Report: the page and the figures that people look at."""

"""vesiweb's library: reads texts on stem-cell vesicles, annotates, relates, reconciles and draws the network."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.network.formats import load_network

__version__ = "0.1.0"
__all__ = ["__version__", "load_network"]


def __getattr__(name: str) -> Any:
    """Load what notebooks want when it is asked for: importing the library stays light."""
    if name == "load_network":
        from pipeline.network.formats import load_network

        return load_network
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

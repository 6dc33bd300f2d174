"""vesiweb's library: reads texts on stem-cell vesicles, annotates, relates, reconciles and draws the network."""

__version__ = "0.1.0"

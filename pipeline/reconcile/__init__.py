"""Gold, formats and evaluation: what was read is set against what people marked."""

"""The ground that all stages stand on: records, settings, errors, store, provenance."""

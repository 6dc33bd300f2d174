"""The flow that sets a run against gold on its own: for a schedule that scores what another flow has read."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows import scoring


@flow(name="vesiweb-reconcile", persist_result=False)
def reconcile(outputs: str = "outputs", run: str | None = None, manifest: str | None = None) -> dict[str, int]:
    """Reconcile a run with the gold of its texts; the tables go into the run's ``evaluation`` folder.

    Parameters
    ----------
    outputs
        Folder of store and runs.
    run
        Name or folder of the run; ``None`` takes the newest.
    manifest
        Gold manifest; ``None`` takes the project's own.

    Returns
    -------
    dict
        Rows by status: confirmed, missed, spurious, contradicted.
    """
    _, counts = scoring.reconcile(Path(run) if run else None, Path(manifest) if manifest else None, Path(outputs), None)
    return dict(sorted(counts.items()))

"""The doors: Prefect flows and their tasks, the command line, the schedule."""

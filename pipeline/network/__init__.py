"""Network: relations and mentions of all documents become statements, co-occurrences and a graph."""

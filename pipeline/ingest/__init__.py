"""Source to Document: what a file says, as text with sections, tables, references and citation marks."""

"""The nothing-lost statement: what must hold of the record at any moment."""

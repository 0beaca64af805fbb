"""The tables: one row is one fact; each column says in the database what it means."""

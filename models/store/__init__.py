"""Queries and writes: the connection first, the rest keyword-only; nothing commits here."""

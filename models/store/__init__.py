"""Queries and writes: first argument the connection, the rest keyword-only; nothing commits here."""

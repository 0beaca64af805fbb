"""The law as data and pure functions: rule packs, counting, gates. No clock, no database."""

"""Practice cases: reading them, playing them on a virtual clock, judging and writing what came."""

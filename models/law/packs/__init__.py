"""The rule packs, as YAML: the national pack, its sources, and the local overlays."""

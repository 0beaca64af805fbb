"""Coming of age: when, and how long before people are told (gate G10)."""

from datetime import timedelta

from models.law.pack import load_pack

ADULT_YEARS = 18


def majority_notice() -> timedelta:
    """Return how long before the 18th birthday people are told. Source: rule 6.8 (centre's own)."""
    return timedelta(hours=-min(rung.hours for rung in load_pack().rule("6.8").remind))

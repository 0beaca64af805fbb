"""The traffic light of a deadline in SQL, so that lists are ordered by what they show."""

from models.store.query import named

#: The light of a deadline `d`; one that stands still (中止) has none.
CLOCK_LIGHT = named("fragments", "clock_light")

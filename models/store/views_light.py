"""The traffic light of a deadline, in SQL, so that lists are ordered by what they show."""

#: Red, yellow, green, none; lower is more urgent.
RED, YELLOW, GREEN, NONE = range(4)


def light(due: str, since: str) -> str:
    """An SQL expression for the light of a deadline at `:now`.

    Yellow is the last quarter of the time there was, at most the last seven days: six hours of a
    day, eighteen of three days, a week of a month and of half a year. The law knows no such
    number; the light only says where to look first.

    Args:
        due: SQL of the due instant, may be null.
        since: SQL of the instant from which there was time.
    """
    return (
        f"CASE WHEN {due} IS NULL THEN {NONE} WHEN {due} < :now THEN {RED} "
        f"WHEN {due} - :now <= least(({due} - {since}) / 4, interval '7 days') THEN {YELLOW} "
        f"ELSE {GREEN} END"
    )


#: The light of a step `s`.
STEP_LIGHT = light("s.due_at", "s.opened_at")
#: The light of a deadline `d`; one that stands still (中止) has none.
CLOCK_LIGHT = (
    f"CASE WHEN d.state = 'suspended' THEN {NONE} ELSE {light('d.due_at', 'd.starts_at')} END"
)

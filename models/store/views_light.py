"""The traffic light of a deadline in SQL, so that lists are ordered by what they show.

The instants at which it turns are counted once by `models.law.lights` and kept with the deadline;
here they are only compared, exactly as `models.law.lights.light` does.
"""

from models.law.lights import Light


def light(due: str, deadline: str) -> str:
    """An SQL expression for the light of a deadline at `:now`.

    Args:
        due: SQL of the due instant, may be null.
        deadline: Alias of the row that says when its light turns.
    """
    return (
        f"CASE WHEN {due} IS NULL THEN {Light.NONE:d} WHEN {due} < :now THEN {Light.OVERDUE:d} "
        f"WHEN {deadline}.red_at <= :now THEN {Light.RED:d} "
        f"WHEN {deadline}.yellow_at <= :now THEN {Light.YELLOW:d} ELSE {Light.GREEN:d} END"
    )


#: The light of a step `s` with its deadline `l`.
STEP_LIGHT = light("s.due_at", "l")
#: The light of a deadline `d`; one that stands still (中止) has none.
CLOCK_LIGHT = (
    f"CASE WHEN d.state = 'suspended' THEN {Light.NONE:d} ELSE {light('d.due_at', 'd')} END"
)

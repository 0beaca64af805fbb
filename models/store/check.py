"""What breaks a promise of the nothing-lost statement: each question's answer must be empty."""

from dataclasses import dataclass

from models.store.query import Query, named


@dataclass(frozen=True)
class Breach:
    """What breaks a promise: an id and a word or a number, never a person."""

    id: str
    number: str


IDLE_CASES = Query(Breach, named("check", "idle_cases"))
STUCK_CASES = Query(Breach, named("check", "stuck_cases"))
UNDONE_WORK = Query(Breach, named("check", "undone_work"))
WRONG_MAIN_STAGES = Query(Breach, named("check", "wrong_main_stages"))
UNOWNED_STEPS = Query(Breach, named("check", "unowned_steps"))
UNSIGNED_TURNS = Query(Breach, named("check", "unsigned_turns"))
EMPTY_STAGES = Query(Breach, named("check", "empty_stages"))
NOT_TAKEN_UP = Query(Breach, named("check", "not_taken_up"))
UNFIRED_TIMERS = Query(Breach, named("check", "unfired_timers"))
STEPS_WITHOUT_DEADLINE = Query(Breach, named("check", "steps_without_deadline"))
SUSPENDED_FOR_NOTHING = Query(Breach, named("check", "suspended_for_nothing"))
BROKEN_NUMBERS = Query(Breach, named("check", "broken_numbers"))
BROKEN_CASE_NUMBERS = Query(Breach, named("check", "broken_case_numbers"))
PAPERS_WITHOUT_FILE = Query(Breach, named("check", "papers_without_file"))
SHOWN_OTHERWISE = Query(Breach, named("check", "shown_otherwise"))
COUNTED_OTHERWISE = Query(Breach, named("check", "counted_otherwise"))
COUNTING_THOUGH_SUSPENDED = Query(Breach, named("check", "counting_though_suspended"))
BROKEN_SUSPENSIONS = Query(Breach, named("check", "broken_suspensions"))
ORDERS_WITHOUT_DEADLINE = Query(Breach, named("check", "orders_without_deadline"))
STUCK_MESSAGES = Query(Breach, named("check", "stuck_messages"))
UNTOLD_FAILURES = Query(Breach, named("check", "untold_failures"))

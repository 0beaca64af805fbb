"""Running a simulation: so many invented cases over so many days, from one seed."""

from random import Random

from models.law.calendar.table import Calendar
from proof.law import newest
from proof.simulation.agenda import Agenda
from proof.simulation.centre import SimulatedCentre
from proof.simulation.deadlines import Rulebook
from proof.simulation.office_time import CLOSES, DAY, working_days
from proof.simulation.options import Options
from proof.simulation.report import Report, report
from proof.simulation.staff import Staff
from proof.simulation.tally import Queue, Tally
from proof.simulation.timekeeping import Timekeeper
from proof.simulation.watch import Watch, draw_outages


def simulate(options: Options, watch_kind: type[Watch] = Watch) -> Report:
    """Simulate; the same options give the same report, hash and all.

    Args:
        options: How many cases, how many days, which seed.
        watch_kind: The watch; tests put in one with a fault.
    """
    rng = Random(options.seed)  # noqa: S311 - an invented world, not a secret
    calendar, tally = Calendar.standard(), Tally()
    agenda = Agenda(options.days * DAY)
    office_days = working_days(options.days, calendar)
    staff = Staff(rng, cases_a_day=options.cases / options.arrival_days, office_days=office_days)
    watch = watch_kind(draw_outages(rng, options.days))
    time = Timekeeper(agenda, Rulebook(newest(), calendar), watch, tally)
    centre = SimulatedCentre(rng, agenda, staff, time, tally)
    minutes = sorted(rng.randrange(options.arrival_days * DAY) for _ in range(options.cases))
    for number, minute in enumerate(minutes, 1):
        agenda.plan(minute, centre.arrive, number)
    for day in range(options.days):
        agenda.plan(day * DAY + CLOSES, _count_queues, staff, tally)
    agenda.run()
    for live in centre.running.values():
        time.leave_open(live)
    return report(options, tally, staff, watch, running=len(centre.running))


def _count_queues(staff: Staff, tally: Tally) -> None:
    for role, officers in staff.by_role.items():
        tally.queues.setdefault(role, Queue()).count(sum(one.waiting for one in officers))

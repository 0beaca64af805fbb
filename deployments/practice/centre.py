"""The practice centre: invented people and open cases in every stage, dated around today.

Centres and accounts come first, so that people can log in. The cases are played in a throwaway
database and copied over in one transaction: they are there all or none, and no worker meets a case
half played. Until then nobody opens a case there: its number would be one of theirs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import typer
from sqlalchemy import Connection, text

from deployments.practice.copying import copy_cases, copy_people
from deployments.practice.plan import PLAN, PracticeCase
from deployments.rehearsal.loading import CASES, load_script, practice_centre
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.player import Player
from deployments.rehearsal.scene import Scene, put_people, theatre, write_people
from deployments.rehearsal.script import Script
from models.errors import BadInput
from models.labels import ROLES
from models.law.dates import SHANGHAI
from models.settings import Settings
from models.store.acting import as_worker, make_engine
from models.store.practice import (
    PracticeAccount,
    PracticeCases,
    keep_practice_accounts,
    keep_practice_cases,
    practice_accounts,
    practice_cases,
)
from models.time_source import MachineTime, TimeSource
from models.words import Role
from tasks.office import Office
from web.passwords import hashed

#: For practice only, and printed: whoever can reach the portal may use these accounts.
PRACTICE_PASSWORD = "hutong-practice"  # noqa: S105
#: Two centres may not be loaded into an installation at once.
_LOCK = text("SELECT pg_advisory_lock(83212031)")
_UNLOCK = text("SELECT pg_advisory_unlock(83212031)")


@dataclass(frozen=True)
class PracticeAccounts:
    """Who can log in to the practice centre."""

    accounts: tuple[PracticeAccount, ...]

    def __str__(self) -> str:
        """The table that `hutong run` prints."""
        roles = {
            one.account: "、".join(ROLES[Role(role)] for role in one.roles) for one in self.accounts
        }
        lines = [f"演练账号(人物和案件全部虚构),密码都是 {PRACTICE_PASSWORD}:"]
        lines += [f"  {one.account:<6} {one.name}({roles[one.account]})" for one in self.accounts]
        return "\n".join(lines)


def open_practice_centre(
    settings: Settings, *, clock: TimeSource | None = None
) -> PracticeAccounts:
    """Write the invented centres and their accounts unless they are there; return the accounts.

    A part of a second: people can log in before the cases are there.

    Args:
        settings: An installation whose database is migrated.
        clock: What counts as now.

    Raises:
        BadInput: A centre of the same code exists that is not the practice centre.
    """
    now = (clock or MachineTime()).now()
    with _alone(settings) as owner:
        return _accounts(owner, now)


def load_practice_centre(
    settings: Settings, *, clock: TimeSource | None = None, say: Callable[[str], None] = typer.echo
) -> PracticeAccounts:
    """Load the practice centre, accounts and cases, as far as it is not there.

    Args:
        settings: An installation whose database is migrated.
        clock: What counts as today.
        say: Told a Chinese sentence for each case, as it takes seconds.

    Raises:
        BadInput: A centre of the same code exists that is not the practice centre.
    """
    now = (clock or MachineTime()).now()
    with _alone(settings) as owner:
        accounts = _accounts(owner, now)
        with owner.begin():
            there = practice_cases(owner)
        if there is PracticeCases.AWAITED:
            _load_cases(owner, settings, now, say)
        return accounts


def load_practice_cases(
    settings: Settings, *, clock: TimeSource | None = None, say: Callable[[str], None] = typer.echo
) -> None:
    """Load the cases of a practice centre whose accounts are there; without one nothing is done."""
    now = (clock or MachineTime()).now()
    with _alone(settings) as owner:
        with owner.begin():
            awaited = practice_cases(owner) is PracticeCases.AWAITED
        if awaited:
            _load_cases(owner, settings, now, say)


@contextmanager
def _alone(settings: Settings) -> Iterator[Connection]:
    """A connection as the owner, while nobody else loads the practice centre."""
    engine = make_engine(settings.database_url, pool_size=1)
    try:
        with engine.connect() as owner:
            owner.execute(_LOCK)
            owner.commit()
            try:
                yield owner
            finally:
                owner.rollback()
                owner.execute(_UNLOCK)
                owner.commit()
    finally:
        engine.dispose()


def _accounts(owner: Connection, now: datetime) -> PracticeAccounts:
    """The accounts, written with their centres where they are not there yet."""
    with owner.begin():
        if known := practice_accounts(owner):
            return PracticeAccounts(known)
        centres, people = practice_centre()
        taken = owner.execute(
            text("SELECT code FROM centres WHERE code = ANY (:codes)"),
            {"codes": [one.code for one in centres]},
        ).scalars()
        if there := list(taken):
            raise BadInput(f"已经有代码为 {'、'.join(there)} 的中心,不能再装入演练中心。")
        known_accounts = owner.execute(
            text("SELECT account FROM officers WHERE account = ANY (:accounts)"),
            {"accounts": [one.account for one in people]},
        ).scalars()
        if there := list(known_accounts):
            raise BadInput(f"已经有账号 {'、'.join(there)},不能再装入演练中心。")
        kept = hashed(PRACTICE_PASSWORD)
        write_people(owner, centres, people, {one.account: kept for one in people})
        accounts = tuple(
            PracticeAccount(one.account, PRACTICE_PASSWORD, one.name, tuple(one.roles))
            for one in people
        )
        keep_practice_accounts(owner, accounts, now=now)
        keep_practice_cases(owner, PracticeCases.AWAITED, now=now)
        return PracticeAccounts(accounts)


def _load_cases(
    owner: Connection, settings: Settings, now: datetime, say: Callable[[str], None]
) -> None:
    """Play the cases aside, among the officers who are there, and copy them over."""
    centres, people = practice_centre()
    scripts = [(one, _dated(one, now)) for one in PLAN]
    first = min(script.entries[0].at or now for _, script in scripts)
    office = Office.of_installation(settings, owner.engine)
    with theatre() as place, place.scene((), (), start=first, office=office) as empty:
        copy_people(settings.database_url, empty.owner_url)
        scene = replace(empty, actors=put_people(empty.owner_url, centres, people))
        for number, (plan, script) in enumerate(scripts, 1):
            say(f"演练案件 {number}/{len(scripts)}:{script.title}")
            _play(scene, plan, script, now, say)
        with as_worker(scene.worker) as db:
            keep_practice_cases(db, PracticeCases.LOADED, now=now)
        copy_cases(scene.owner_url, settings.database_url)


def _dated(plan: PracticeCase, now: datetime) -> Script:
    """The script moved so that its last played entry lies the planned number of days back."""
    file = CASES / f"{plan.case}.yaml"
    script = load_script(file)
    played = [entry.at for entry in script.entries[: _length(plan, script)] if entry.at]
    wanted = now.astimezone(SHANGHAI).date() - timedelta(days=plan.days_ago)
    return load_script(file, later=wanted - played[-1].astimezone(SHANGHAI).date())


def _length(plan: PracticeCase, script: Script) -> int:
    """How many entries are played."""
    for number, entry in enumerate(script.entries, 1):
        if plan.until is not None and entry.mark == plan.until:
            return number
    return len(script.entries)


def _play(
    scene: Scene, plan: PracticeCase, script: Script, now: datetime, say: Callable[[str], None]
) -> None:
    at = script.entries[0].at or now
    player = Player(scene.at(at), script, owners_act=True, practice=True, judges=False)
    try:
        player.play(until=plan.until, opener=plan.opener)
        player.rest_until(now)
    except BadCase as stopped:
        # Moved to other dates a story may not fit a calendar month; the case stays where it is.
        say(f"  没有演到预定的位置:{stopped.message}")

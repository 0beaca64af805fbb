"""An invented centre and its staff, for tests that need people."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert

from models.store import logins
from models.store.acting import Actor
from models.store.driver import engine_to
from models.tables.centre import Centre, Officer
from models.words import Role

FACTS = {
    "name": "示例县未成年人救助保护中心", "short": "示例未保", "address": "示例县虚构路1号",
    "phone": "12345", "head": "贾主任", "head_title": "主任", "civil_affairs": "示例县民政局",
    "court": "示例县人民法院", "locality": "示例县",
}  # fmt: skip

#: Account to name and roles; everybody is invented.
STAFF: dict[str, tuple[str, tuple[Role, ...]]] = {
    "worker1": ("甄个案", (Role.CASEWORKER,)),
    "worker2": ("甄个案二", (Role.CASEWORKER,)),
    "community1": ("甄专干", (Role.COMMUNITY_WORKER,)),
    "supervisor1": ("甄督导", (Role.SUPERVISOR,)),
    "supervisor2": ("甄督导二", (Role.SUPERVISOR,)),
    "director1": ("贾主任", (Role.DIRECTOR,)),
    "director2": ("贾副主任", (Role.DIRECTOR,)),
    "legal1": ("甄法务", (Role.LEGAL,)),
    "legal2": ("甄法务二", (Role.LEGAL,)),
    "civil1": ("甄民政", (Role.CIVIL_AFFAIRS,)),
}


def by_any_clock(owner_url: str) -> None:
    """Let a migrated database go by the clocks that tests set."""
    engine = engine_to(owner_url)
    with engine.begin() as db:
        logins.go_by_any_clock(db)
    engine.dispose()


@dataclass(frozen=True)
class Staff:
    """The officers of one invented centre, by account without its suffix."""

    centre_id: UUID
    by_account: dict[str, Actor]

    def __getitem__(self, account: str) -> Actor:
        """The officer with this account."""
        return self.by_account[account]


def make_staff(owner: Engine, code: str = "example", password: str = "!") -> Staff:  # noqa: S107 - nobody logs in with it
    """Insert a centre with everybody in `STAFF`; accounts get `@code` for a second centre."""
    centre_id = uuid4()
    people: dict[str, Actor] = {}
    suffix = "" if code == "example" else f"@{code}"
    facts = FACTS if code == "example" else {**FACTS, "short": f"虚构{code}"}
    with owner.begin() as db:
        db.execute(insert(Centre).values(id=centre_id, code=code, facts=facts))
        for account, (name, roles) in STAFF.items():
            officer_id = uuid4()
            db.execute(
                insert(Officer).values(
                    id=officer_id, centre_id=centre_id, account=account + suffix, name=name,
                    roles=[role.value for role in roles], password=password, active=True,
                    must_change_password=False,
                )
            )  # fmt: skip
            actor = Actor(officer_id, centre_id, name, frozenset(roles))
            people[account] = logins.played(db, actor)
    return Staff(centre_id, people)

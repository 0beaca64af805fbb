"""Make a golden database with the code at hand: `make golden`.

It is named after the head of the migrations and the commit, and never made a second time: a golden
database is what a version left behind, not what a later one thinks it would have.
"""

import secrets
import subprocess
import sys
from dataclasses import replace
from uuid import UUID

from alembic.script import ScriptDirectory
from sqlalchemy import text

from deployments.machine.migrate import config
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.rehearsal.keys import Keys
from deployments.rehearsal.scene import Scene, Theatre
from flows.clockwork.watching import watch_once
from flows.desk.law_desk import set_place, set_target
from flows.readers.workplace import Workplace
from models.store.acting import as_worker
from models.words import Stage
from tasks.check.statement import promises
from tasks.law.own_targets import read_wanted
from tasks.office import Office
from tests.golden.acts import Acts
from tests.golden.company import Company, Way
from tests.golden.dumping import dump
from tests.golden.telling import FOLDER, Golden, Plan, Standing, Tale, read_plan, write_golden
from tests.golden.upgrading import play_on

_CASES = text(
    "SELECT c.id, c.number, c.state, e.code AS centre FROM cases c "
    "JOIN centres e ON e.id = c.centre_id"
)
_OPEN = text(
    "SELECT g.name, g.is_main, s.key, s.kind, s.due_at, "
    "(SELECT count(*) FROM signatures n WHERE n.step_id = s.id AND n.state = 'approved') AS signed "
    "FROM stages g LEFT JOIN steps s ON s.stage_id = g.id AND s.state = 'open' "
    "WHERE g.case_id = :case AND g.state = 'open' ORDER BY g.is_main DESC, g.ordinal, s.key"
)
_STAGES = text("SELECT DISTINCT name FROM stages WHERE state = 'open'")


def head() -> str:
    """The revision this code's migrations lead to."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def make(name: str) -> Golden:
    """Play the plan, dump what stands there, and write key and file beside it.

    What was dumped is then played on here too: it must come to its end with the code that made it,
    and what it meets on the way is what a later version is held to.
    """
    plan, key = read_plan(), secrets.token_bytes(32)
    start = min(tale.begins for tale in plan.tales)
    with (
        throwaway_postgres() as postgres,
        Theatre(postgres).scene(
            plan.centres, plan.people, start=start, office=Office.with_key(key)
        ) as scene,
    ):
        ids = _play(scene, plan)
        _look_over(scene)
        golden = Golden(
            name, plan.stands_at, tuple(_standing(scene, one, ids) for one in plan.tales)
        )
        written = dump(postgres, scene.owner_url)
        played = play_on(golden, scene)
    assert not played.stuck, "\n".join(map(str, played.stuck.values()))
    cases = tuple(replace(one, visits=played.visits[one.told.name]) for one in golden.cases)
    golden = replace(golden, cases=cases)
    golden.dump.write_bytes(written)
    (FOLDER / f"{name}.key").write_text(f"{key.hex()}\n", encoding="ascii")
    write_golden(golden)
    return golden


def _play(scene: Scene, plan: Plan) -> dict[str, UUID]:
    """Bring every case to where it stands; its id by name."""
    company, cases = Company(scene), dict[str, UUID]()
    _prepare_law(company)
    acts: dict[str, Acts] = {}

    def way(tale: Tale) -> Way:
        lead = scene.actors[tale.by]
        cases[tale.told.name] = scene.desk.open_case(lead, began=tale.began)
        company.work()
        acts[tale.told.name] = Acts(
            company, cases[tale.told.name], tale.told, lead=lead, holds=tale.holds,
            accounts=scene.actors,
        )  # fmt: skip
        yield from acts[tale.told.name].follow(tale.way)

    ways = {tale.told.name: (tale.begins, way(tale)) for tale in plan.tales}
    stuck = company.play(ways, until=plan.stands_at)
    assert not stuck, "\n".join(map(str, stuck.values()))
    company.go_to(plan.stands_at)
    watch_once(Workplace(scene.worker, scene.office, scene.clock))
    for tale in plan.tales:
        if tale.last is not None:
            keys = Keys(tale.last)
            acts[tale.told.name].act(keys, works=False)
            keys.finish()
    return cases


def _prepare_law(company: Company) -> None:
    """One centre is in Wuhan, and its director has set a target of the centre's own."""
    desk, director = company.scene.desk, company.scene.actors["wuhan-director"]
    set_place(desk, director, "wuhan", was="", reason="本中心在武汉市。")
    pack = company.law_of(director.centre_id)
    wanted = read_wanted(
        pack, "3.1", length="15", unit="working_days", reason="人手充足。", nonce="1"
    )
    set_target(desk, director, wanted)


def _look_over(scene: Scene) -> None:
    """Refuse to leave behind what does not hold, or what leaves a stage out."""
    with as_worker(scene.worker) as db:
        found = promises(db, scene.office, now=scene.clock.now())
        there = set(db.execute(_STAGES).scalars())
    broken = [f"{one.sentence}: {', '.join(one.problems)}" for one in found if not one.holds]
    assert not broken, "\n".join(broken)
    assert there == {stage.value for stage in Stage}, f"not open anywhere: {set(Stage) - there}"


def _standing(scene: Scene, tale: Tale, cases: dict[str, UUID]) -> Standing:
    with as_worker(scene.worker) as db:
        case = next(row for row in db.execute(_CASES) if row.id == cases[tale.told.name])
        rows = list(db.execute(_OPEN, {"case": case.id}))
    stood = f"{case.centre}, {case.state}"
    for stage in dict.fromkeys(row.name for row in rows):
        keys = [
            row.key + (f" ({row.signed} signed)" if row.kind == "approve" else "")
            for row in rows if row.name == stage and row.key
        ]  # fmt: skip
        stood += f"; {stage}: {', '.join(keys)}"
    return Standing(tale.onwards, case.number, tale.about, stood, tale.leaves)


def main() -> None:
    """Make the golden database of this version, unless it has one."""
    there = sorted(FOLDER.glob(f"{head()}-*.sql.xz"))
    if there:
        sys.exit(f"{there[0].name} is there already, and a golden database is not made twice.")
    said = subprocess.run(
        ["git", "rev-parse", "--short=7", "HEAD"], capture_output=True, text=True, check=True,
        cwd=FOLDER,
    )  # fmt: skip
    golden = make(f"{head()}-{said.stdout.strip()}")
    size = golden.dump.stat().st_size
    print(f"{golden.dump.name}: {len(golden.cases)} cases, {size / 1_000_000:.2f} MB")


if __name__ == "__main__":
    main()

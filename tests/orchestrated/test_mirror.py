"""What stands in the record can be seen in Prefect: each stage a run, each step a task run."""

from collections import Counter

from flows.clockwork.mirroring import Mirror
from tests.orchestrated.works import Works, until


def mirror(works: Works) -> Mirror:
    return Mirror(works.place, works.api, link="http://127.0.0.1:1/")


def test_scratch(works: Works) -> None:
    case_id = works.bring("ask:minutes")
    made = mirror(works)
    print(made.grown())
    runs = [run for run in works.open_runs()]
    for run in runs:
        print(
            run.state, run.state_name, run.raw["name"], run.raw["tags"], run.raw["state"]["message"]
        )
    ids = [row.flow_run_id for row in works.rows("SELECT flow_run_id FROM stages")]
    print(ids)

    def there():
        found = list(works.api.task_runs_of(ids))
        print(len(found), Counter(row["state_name"] for row in found))
        return len(found) > 30

    until(there, 20)
    for row in works.api.task_runs_of(ids):
        print(
            row["name"],
            row["task_key"],
            row["dynamic_key"],
            row["state_type"],
            row["state_name"],
            row["state"]["message"],
            row["tags"],
            row["start_time"],
            row["end_time"],
        )
    print("again", made.grown(), made.all())
    works.people_go_on(case_id)
    print("next", made.grown())
    for run in works.open_runs():
        print(
            run.state, run.state_name, run.raw["name"], run.raw["tags"], run.raw["state"]["message"]
        )
    assert 0

import time

from flows.local import work_off
from models.errors import FormInvalid
from tests.flows.practice import at_work
from tests.orchestrated.marked_cases import *


def test_it(database, postgres):
    with at_work(database, postgres) as p:
        c = MarkedPlayer(
            p.desk,
            p.worker,
            p.office,
            p.clock,
            p.staff,
            after_action=lambda: work_off(p.worker, p.office, p.clock),
        )
        seen = set()
        for n, s in STORIES.items():
            t = time.time()
            try:
                c.play_story(s)
            except FormInvalid as e:
                print(n, e.errors)
            print(
                n,
                time.time() - t,
                p.rows("select name,outcome from stages order by opened_at, ordinal"),
            )
        print(
            set(FORMS)
            - {
                r[0]
                for r in p.rows(
                    "SELECT DISTINCT form FROM steps WHERE kind = 'ask' AND state = 'done'"
                )
            }
        )

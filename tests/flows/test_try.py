import time
from models.words import Stage
from tests.flows.practice import at_work
import pytest
@pytest.fixture
def practice(database, postgres):
    with at_work(database, postgres) as p: yield p
def test_play(practice):
    t=time.time()
    case = practice.open_case()
    while practice.player.step_once(case):
        pass
    print(time.time()-t, practice.outcomes(case), practice.clock.now())
    print(practice.broken_promises())
    for s in practice.player.open_steps(case): print(s.key)
    t=time.time()
    step = practice.play_to_step("approve:investigation-report")
    print(time.time()-t)

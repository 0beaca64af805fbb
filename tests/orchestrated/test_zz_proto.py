import time
from tests.orchestrated.works import Works, until
def test_it(works):
    t=time.time()
    for i in range(4):
        t=time.time(); w=works.fork_worker(); 
        until(lambda: works.log.exists() and works.log.read_text().count("started!")>i)
        print("worker up", time.time()-t)
        if i<3: works.kill(w)
    case_id = works.desk.open_case(works.staff["worker1"])
    for i in range(8):
        t=time.time()
        works.player.step_once(case_id); a=time.time()-t
        works.settled(case_id)
        print(works.player.main_stage(case_id), a, time.time()-t)
    works.at_rest()
    print(works.paired(), works.broken_promises())
    print(works.log.read_text()[-3000:])

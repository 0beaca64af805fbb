import time, collections, resource
from tests.orchestrated.works import Works, until
from tests.orchestrated.gate import gate, Gate
from tests.orchestrated.killing import *
from tests.orchestrated.longest_case import LongestCase
T=collections.defaultdict(list)
def timed(obj,name):
    f=getattr(obj,name)
    def g(*a,**k):
        t=time.time()
        try: return f(*a,**k)
        finally: T[name].append(time.time()-t)
    setattr(obj,name,g)
def run(works,postgres,K):
    with gate(postgres.url(works.database.name)) as shut:
        k=K(works,shut)
        if K is WorkerKiller: k.start()
        else: works.fork_worker()
        for n in ("await_arrival","let_one_through"): timed(shut,n)
        for n in ("fork_worker","reconcile_after_leases","reconcile"): timed(works,n)
        for n in ("start","kill"): timed(works.server,n)
        case=LongestCase(works.desk, works.worker_engine, works.office, works.clock, works.staff, after_action=k)
        t=time.time(); cid=case.begin()
        while len(k.kills)<30: case.step_once(cid)
        print(K.__name__, "total", time.time()-t, "per kill", (time.time()-t)/len(k.kills))
        for n,v in T.items(): print(n,len(v),"mean",sum(v)/len(v), "sum",sum(v), [round(x,2) for x in v][:30])
    T.clear()
def test_a(works,postgres):
    run(works,postgres,WorkerKiller)
def test_b(works,postgres):
    run(works,postgres,ServerKiller)

import time
from tests.web.conftest import *
def test_speed(portal):
    p=portal.practice
    full=p.play_to(__import__("models.words",fromlist=["Stage"]).Stage.REVOCATION)
    t=time.perf_counter()
    for i in range(2000): p.desk.open_case(p.staff["worker1"])
    print("opened", time.perf_counter()-t)
    with p.root.begin() as db: db.execute(text("ANALYZE"))
    for acct in ("worker1","supervisor1"):
        b=portal.log_in(acct)
        for path in ("/work","/cases","/cases?page=20","/board",f"/cases/{full}"):
            b.go(path); ts=[]
            for _ in range(5):
                t=time.perf_counter(); b.go(path); ts.append(time.perf_counter()-t)
            print(acct,path,b.status,f"{min(ts)*1000:.0f}ms", len(b.html)//1024,"kB")

"""The warm worker as a process: signals in, an exit within seconds out."""

import asyncio
import logging
import os
import signal
import threading

from deployments.worker.warm import WarmWorker

#: Seconds for Prefect's client to hand in what it still has to tell about tasks.
LAST_WORDS = 1.5


def work(worker: WarmWorker) -> None:
    """Work until SIGTERM or SIGINT, give runs under way their moment, and return.

    The process ends soon afterwards, whatever is left: a run that did not finish has a thread
    that nothing can stop, and reconcile takes the run up elsewhere; a server that is gone would
    be waited for in vain.
    """
    asyncio.run(_until_signal(worker))
    logging.shutdown()
    if not worker.drained:
        os._exit(0)
    end = threading.Timer(LAST_WORDS, os._exit, args=(0,))
    end.daemon = True
    end.start()


async def _until_signal(worker: WarmWorker) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.start()

"""The warm worker as a process: signals in, an exit within seconds out."""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

from deployments.worker.warm import WarmWorker

#: Seconds for Prefect's client to hand in what it still has to tell about tasks.
LAST_WORDS = 1.5


#: Seconds between two signs of life.
BEAT = 2.0


def work(worker: WarmWorker, pulse: Path | None = None) -> None:
    """Work until SIGTERM or SIGINT, give runs under way their moment, and return.

    The process ends soon afterwards, whatever is left: a run that did not finish has a thread
    that nothing can stop, and reconcile takes the run up elsewhere; a server that is gone would
    be waited for in vain.

    Args:
        worker: Made, not started.
        pulse: The file whose time says that the loop turns; None: nobody looks.
    """
    asyncio.run(_until_signal(worker, pulse))
    if pulse:
        pulse.unlink(missing_ok=True)  # Stopped is not silent.
    logging.shutdown()
    if not worker.drained:
        os._exit(0)
    end = threading.Timer(LAST_WORDS, os._exit, args=(0,))
    end.daemon = True
    end.start()


async def _until_signal(worker: WarmWorker, pulse: Path | None) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    beating = asyncio.create_task(_beat(pulse)) if pulse else None
    await worker.start()
    if beating:
        beating.cancel()


async def _beat(pulse: Path) -> None:
    while True:
        _touch(pulse)
        await asyncio.sleep(BEAT)


def _touch(pulse: Path) -> None:
    # A disk that takes nothing is the supervisor's to see.
    with suppress(OSError):
        pulse.touch(mode=0o600)

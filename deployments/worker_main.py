"""The warm worker as a process: signals in, an exit within seconds out."""

import asyncio
import logging
import os
import signal

from deployments.worker import WarmWorker


def work(worker: WarmWorker) -> None:
    """Work until SIGTERM or SIGINT, give runs under way their moment, and return.

    Does not return when a run did not finish in that moment: its thread cannot be stopped, so the
    process ends at once and reconcile takes the run up elsewhere.
    """
    asyncio.run(_until_signal(worker))
    if not worker.drained:
        logging.shutdown()
        os._exit(0)


async def _until_signal(worker: WarmWorker) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.start()

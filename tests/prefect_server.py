"""The Prefect server that tests share; see `deployments.machine.prefect_process`."""

from deployments.machine.prefect_process import PrefectServer, running_prefect

__all__ = ["PrefectServer", "running_prefect"]

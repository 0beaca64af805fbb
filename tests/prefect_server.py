"""The Prefect server that tests share; see `deployments.prefect_process`."""

from deployments.prefect_process import PrefectServer, running_prefect

__all__ = ["PrefectServer", "running_prefect"]

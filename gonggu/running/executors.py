"""Where editions are made: on this machine's cores, or on a Dask cluster; both take work through one interface."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from gonggu.errors import UsageError

CONNECT_SECONDS = 10


@contextmanager
def executor(workers: int, cluster: str, jobs: int) -> Iterator[Executor]:
    """An executor for so many jobs; `workers` 0 is one a core, `cluster` a scheduler's address, blank for here.

    Threads suffice here: the work itself is done by the kernels, each a process of its own.
    """
    if cluster:
        with _dask(cluster) as pool:
            yield pool
        return
    with ThreadPoolExecutor(min(workers or os.cpu_count() or 1, max(jobs, 1)), "edition") as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "没有安装 Dask。要用 --cluster，请先安装可选部分：pip install 'gonggu[cluster]'（或 uv sync --extra cluster）。"
        ) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"连不上 Dask 调度器“{address}”（{error}）。请检查地址，调度器是否已启动。"
        ) from None
    with client:
        # Not pure: the same scope may be made twice, after its ledgers have changed.
        yield client.get_executor(pure=False)

"""巩固 in Airflow 3: the same commands as `schedule` calls, for offices that have an orchestrator.

Put this file into Airflow's folder of DAGs and set GONGGU_HOME to the project's folder. A draft ends `run` with 1, so
that it is not sent.
"""

import os

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

HOME = os.environ.get("GONGGU_HOME", "/opt/gonggu")
YEAR = os.environ.get("GONGGU_YEAR", "2019")
STEPS = ("run --all townships", "send --really")

with DAG(
    "gonggu",
    schedule="0 7 1 * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
):
    run, send = (
        BashOperator(
            task_id=step.split()[0],
            bash_command=f".venv/bin/python pipeline.py {step} --year {YEAR}",
            cwd=HOME,
        )
        for step in STEPS
    )
    run >> send

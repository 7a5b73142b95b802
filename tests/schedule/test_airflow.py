"""The DAG for offices with an orchestrator calls commands that there are, in their order.

Airflow is too heavy for the default environment: where it is not installed the file is read, not imported.
"""

import ast
from pathlib import Path

import pytest

import pipeline

DAGS = Path(__file__).resolve().parents[2] / "docs" / "airflow"


def test_the_dag_calls_our_commands() -> None:
    tree = ast.parse((DAGS / "gonggu_dag.py").read_text(encoding="utf-8"))
    steps = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STEPS"
    )
    assert steps == ("run --all townships", "send --really")
    assert "run" in {made.callback.__name__ for made in pipeline.app.registered_commands if made.callback}


def test_airflow_imports_the_dag_without_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    dagbag = pytest.importorskip("airflow.dag_processing.dagbag")
    found = dagbag.DagBag(str(DAGS))
    assert found.import_errors == {}
    dag = found.dags["gonggu"]
    assert [(task.task_id, sorted(task.downstream_task_ids)) for task in dag.tasks] == [
        ("run", ["send"]),
        ("send", []),
    ]

"""The benchmarks measure what they say: sizes, ratios of one round, memory and processes of what did the work."""

import json
import sys
from pathlib import Path

import pytest

import pipeline
from gonggu.benchmarks import reading, running
from gonggu.benchmarks.measured import in_child
from gonggu.benchmarks.watching import watch

WAITS = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; {}; time.sleep(0.6)'])"


@pytest.mark.slow
def test_the_benchmark_counts_what_it_read_and_what_that_took(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROUNDS", 1)
    one, district = reading.ledger(300), reading.district(2)
    assert (one.rows, one.columns, one.ratio) == (300, 15, one.checked / one.bare)
    assert district.persons < district.records
    assert district.records_a_second == district.records / district.clean
    assert one.peak_mb is not None
    assert 50 < one.peak_mb < 1024
    told = json.loads(reading.as_json(one, [district]))
    assert told["ledger"]["rows"] == 300
    assert told["districts"][0]["persons"] == district.persons


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system tells no other peak")
def test_the_peak_of_a_job_is_its_own_however_much_its_parent_holds() -> None:
    held = bytes([1]) * 300_000_000
    cost = in_child("tests.small_job")
    assert len(held) == 300_000_000
    assert cost.count == 7
    assert cost.peak_mb is not None
    assert 5 < cost.peak_mb < 250


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes a command has started")
def test_a_watched_command_tells_its_end_its_processes_and_their_memory(tmp_path: Path) -> None:
    alone = watch([sys.executable, "-c", "print('说'); raise SystemExit(3)"], tmp_path)
    assert (alone.code, alone.said, alone.processes, alone.peak_mb) == (3, "说\n", 0, None)
    small, large = (
        watch([sys.executable, "-c", WAITS.format(holding)], tmp_path, weigh=True)
        for holding in ("0", "held = bytes([1]) * 200_000_000")
    )
    assert (small.processes, large.processes) == (1, 1)
    assert small.seconds > 0.6
    assert small.peak_mb is not None
    assert large.peak_mb is not None
    assert 180 < large.peak_mb - small.peak_mb < 220


@pytest.mark.parametrize("runs", [(), ("--runs",)])
def test_results_that_cannot_be_written_are_refused_before_anything_is_measured(
    runs: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module, first in ((reading, "ledger"), (running, "bench")):
        monkeypatch.setattr(module, first, lambda *_: pytest.fail("it was measured"))
    assert pipeline.main(["bench", *runs, "--to", str(tmp_path)]) == 3
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.slow
def test_runs_are_measured_against_papermill_and_nbconvert() -> None:
    plan = running.Plan(villages=1, rounds=1, whole=True, persons=(233,), editions=(3,))
    measures = {one.what: one for one in running.bench(plan)}
    whole = next(one for what, one in measures.items() if what.startswith("全部 3 个版本，"))
    beyond = measures["每个笔记本在各格之外的时间"]
    assert whole.plain is not None
    assert whole.ratio == whole.plain / whole.ours
    assert beyond.plain is not None
    assert beyond.ratio == beyond.ours / beyond.plain
    one_cell = measures["只有一格的笔记本，在那一格之外的时间"]
    assert one_cell.plain is not None
    assert one_cell.plain > one_cell.ours > 0
    assert whole.plain > whole.ours > 1
    assert measures["没有变化：启动的进程（含内核）"].ours == 0
    assert measures["改了一个村一户的收入：重做的版本"].ours == 3
    assert any(what.endswith("人：清洗之后一个乡镇的版本") for what in measures)
    many = next(one for what, one in measures.items() if what.endswith("个版本：平均每个"))
    assert many.note.startswith("内存最多")
    told = json.loads(running.as_json(list(measures.values())))
    assert [one["what"] for one in told] == list(measures)
    assert running.as_line(beyond).count("\t") == running.HEADER.count("\t")

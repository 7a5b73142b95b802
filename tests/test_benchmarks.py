"""The benchmark measures what it says: sizes, ratio of one round, memory of the process that did it."""

import json

import pytest

from gonggu.benchmarks import reading


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

"""How fast ledgers are read, typed and checked, against a bare read of the same workbooks, in one run."""

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from gonggu.benchmarks.measured import Cost, in_child
from gonggu.year import open_year

ROUNDS = 3
LARGE = 500  # villages; from here on one round is long enough
YEAR = 2019
_JOBS = "gonggu.benchmarks.reading_jobs"


LEDGER_HEADER = "一张台账\t列\t单纯读取(秒)\t读入、核查(秒)\t倍数\t内存峰值(MB)"
DISTRICT_HEADER = "全区人口\t记录\t单纯读取(秒)\t清洗(秒)\t处理器(秒)\t记录/秒\t内存峰值(MB)\t全部指标(秒)"


@dataclass(frozen=True)
class LedgerRow:
    """One ledger of `rows` × `columns`: medians of the rounds in seconds, `ratio` of times taken in one round; MB."""

    rows: int
    columns: int
    bare: float
    checked: float
    ratio: float
    peak_mb: float | None


@dataclass(frozen=True)
class DistrictRow:
    """A whole district: seconds of the clean step by the clock and of processors, records a second, MB; all figures."""

    persons: int
    records: int
    bare: float
    clean: float
    processor: float
    records_a_second: float
    peak_mb: float | None
    figures: float


def ledger(rows: int = 100_000) -> LedgerRow:
    """One ledger, read by the parser alone and by us in turns."""
    with tempfile.TemporaryDirectory() as folder:
        columns = in_child(_JOBS, "write_ledger", folder, rows).count
        pairs = [(_cost("bare", folder), _cost("checked", folder)) for _ in range(ROUNDS)]
    return LedgerRow(
        rows=pairs[0][1].count,
        columns=columns,
        bare=median(bare.seconds for bare, _ in pairs),
        checked=median(ours.seconds for _, ours in pairs),
        ratio=median(ours.seconds / bare.seconds for bare, ours in pairs),
        peak_mb=max((ours.peak_mb for _, ours in pairs if ours.peak_mb), default=None),
    )


def district(villages: int) -> DistrictRow:
    """The whole clean step over a sample district of so many villages, and all its figures."""
    with tempfile.TemporaryDirectory() as folder:
        in_child(_JOBS, "write_sample", folder, villages)
        return district_in(Path(folder), ROUNDS if villages < LARGE else 1)


def district_in(folder: Path, rounds: int) -> DistrictRow:
    """The same over the ledgers below `folder` (data folder)."""
    costs = [(_cost("bare", folder), _cost("clean", folder), _cost("figures", folder)) for _ in range(rounds)]
    clean = sorted((clean for _, clean, _ in costs), key=lambda cost: cost.seconds)[len(costs) // 2]
    return DistrictRow(
        persons=_persons(folder),
        records=clean.count,
        bare=median(bare.seconds for bare, _, _ in costs),
        clean=clean.seconds,
        processor=clean.processor_seconds,
        records_a_second=clean.count / clean.seconds,
        peak_mb=clean.peak_mb,
        figures=median(figures.seconds for _, _, figures in costs),
    )


def ledger_line(row: LedgerRow) -> str:
    """Its line below `LEDGER_HEADER`."""
    times = f"{row.bare:.2f}\t{row.checked:.2f}\t{row.ratio:.2f}"
    return f"{row.rows} 行\t{row.columns}\t{times}\t{_megabytes(row.peak_mb)}"


def district_line(row: DistrictRow) -> str:
    """Its line below `DISTRICT_HEADER`."""
    times = f"{row.bare:.2f}\t{row.clean:.2f}\t{row.processor:.2f}\t{row.records_a_second:.0f}"
    return f"{row.persons}\t{row.records}\t{times}\t{_megabytes(row.peak_mb)}\t{row.figures:.2f}"


def as_json(one: LedgerRow, districts: list[DistrictRow]) -> str:
    """The results for a machine."""
    return json.dumps({"ledger": asdict(one), "districts": [asdict(row) for row in districts]}, indent=1)


def _megabytes(peak: float | None) -> str:
    return "—" if peak is None else f"{peak:.0f}"


def _cost(job: str, folder: str | Path) -> Cost:
    return in_child(_JOBS, job, folder)


def _persons(folder: Path) -> int:
    return open_year(YEAR, data=str(folder)).store.manifest().rows["persons"]

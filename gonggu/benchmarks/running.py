"""How fast runs are, against papermill's own API in a loop with nbconvert after it: same notebooks, same ledgers.

Both are programs of their own that take turns on the same machine, each with its own copy of the folders, each from its
start to its end. An edition of the rival is its four notebooks and its page.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from gonggu.benchmarks.plain import Timing, cells_seconds, read_timings, write_job
from gonggu.benchmarks.watching import Watched, watch
from gonggu.errors import DataError
from gonggu.folders import NOTEBOOKS, PROJECT, Folders
from gonggu.processes import processors
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.scope import Scope
from gonggu.year import open_year

YEAR, SEED = 2019, 20191231
VILLAGES, TOWNSHIPS = 15, 2  # as many villages to a township in every sample
PERSONS_PER_VILLAGE = 233
OVERHEAD_GOAL, LOOP_GOAL, UNCHANGED_GOAL, CHANGED_GOAL, GROWTH_GOAL = 1 / 6, 6.0, 1.0, 4, 1.5
MADE = "已写好"
CLEAN, *OF_EDITION = sorted(NOTEBOOKS.glob("*.ipynb"))


@dataclass(frozen=True)
class Measure:
    """One thing measured: ours and the rival's in `unit`, their ratio; whether the goal is met, None where there is none."""

    what: str
    unit: str
    ours: float
    plain: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    The rival's loop over all editions takes minutes: unless `whole` one edition of each level is made and the loop's
    time worked out from their numbers.
    """

    villages: int = VILLAGES
    rounds: int = 3
    whole: bool = False
    persons: tuple[int, ...] = (10_000, 50_000)
    editions: tuple[int, ...] = ()


class District:
    """A sample district in a folder of its own, and the two competitors on it."""

    def __init__(self, folder: Path, villages: int) -> None:
        self.folder = folder
        self.ledgers = make_district(YEAR, villages, SEED)
        self.ours, self.plains = (
            Folders(data=folder / name / "data", outputs=folder / name / "outputs")
            for name in ("ours", "plain")
        )
        write_district(self.ledgers, self.ours.raw(YEAR), YEAR)
        shutil.copytree(self.ours.raw(YEAR), self.plains.raw(YEAR))

    def scopes(self) -> list[Scope]:
        """The district and every place below it; once it was cleaned."""
        places = open_year(YEAR, data=str(self.ours.data), outputs=str(self.ours.outputs)).places()
        return [Scope(), *places]

    def run(self, *more: str, weigh: bool = False) -> Watched:
        """The command."""
        where = ["--data", str(self.ours.data), "--outputs", str(self.ours.outputs)]
        words = [sys.executable, str(PROJECT / "pipeline.py"), "run", "--year", str(YEAR), *where, *more]
        return _well(watch(words, self.folder, weigh=weigh))

    def loop(self, scopes: Sequence[Scope], *, clean: bool) -> tuple[Watched, list[Timing]]:
        """The rival: 1_clean where asked for, then each scope's notebooks and page."""
        executed = Path(tempfile.mkdtemp(dir=self.folder))
        common = {
            "year": YEAR,
            "params": "",
            "data": str(self.plains.data),
            "outputs": str(self.plains.outputs),
        }
        notebooks: list[tuple[str, str, dict[str, Any]]] = []
        if clean:
            notebooks.append((str(CLEAN), str(executed / CLEAN.name), common))
        for number, scope in enumerate(scopes):
            build = executed / str(number)
            build.mkdir()
            own = {**common, "township": scope.township, "village": scope.village, "build": str(build)}
            notebooks += [(str(path), str(build / path.name), own) for path in OF_EDITION]
        job, timings = executed / "job.json", executed / "timings.json"
        write_job(job, notebooks, timings)
        watched = _well(watch([sys.executable, "-m", "gonggu.benchmarks.plain", str(job)], self.folder))
        return watched, read_timings(timings)

    def forget(self) -> None:
        """Let our editions be made anew."""
        shutil.rmtree(self.ours.outputs, ignore_errors=True)

    def forget_all(self) -> None:
        """Let our ledgers be read anew too."""
        self.forget()
        shutil.rmtree(self.ours.processed(YEAR), ignore_errors=True)

    def own_timings(self, scope: Scope) -> list[Timing]:
        """How long the notebooks of an edition took."""
        edition = self.ours.edition(YEAR, scope)
        steps = json.loads((edition / "run.json").read_text(encoding="utf-8"))["steps"]
        paths = {path.stem.split("_", 1)[1]: edition / "notebooks" / path.name for path in OF_EDITION}
        return [
            Timing(path.stem, steps[step]["seconds"], cells_seconds(path)) for step, path in paths.items()
        ]

    def change_one_village(self) -> None:
        """One household of the last village has earned a yuan more."""
        incomes, households = self.ledgers["家庭收入"].copy(), self.ledgers["贫困户"]
        village = households["行政村"].iloc[-1]
        number = households.loc[households["行政村"] == village, "户编号"].iloc[0]
        row = incomes.index[incomes["户编号"] == number][0]
        incomes.loc[row, "工资性收入"] = float(incomes.loc[row, "工资性收入"] or 0) + 1
        write_district({"家庭收入": incomes}, self.ours.raw(YEAR), YEAR)


def bench(plan: Plan) -> Iterator[Measure]:
    """Each measure as it comes."""
    with tempfile.TemporaryDirectory(prefix="gonggu-bench-") as name:
        district = District(Path(name) / "district", plan.villages)
        yield from _all_editions(district, plan)
        yield from _unchanged(district, plan)
        yield from _one_village_changed(district)
        yield from _one_edition(district, plan)
        yield _one_cell(Path(name), plan)
    yield from _growth(plan)
    for editions in plan.editions:
        yield _of_many(editions)


def _growth(plan: Plan) -> Iterator[Measure]:
    """What a township's edition costs in ever larger districts, and how much more in the largest than in the smallest."""
    costs = []
    for persons in plan.persons:
        clean, edition = _of_size(persons, plan)
        costs.append(edition.ours)
        yield from (clean, edition)
    if len(costs) > 1:
        ratio = costs[-1] / costs[0]
        yield Measure(
            "一个乡镇的版本：最大的区比最小的区",
            "倍",
            ratio,
            goal=f"至多 {GROWTH_GOAL:g} 倍",
            met=ratio <= GROWTH_GOAL,
        )


def _all_editions(district: District, plan: Plan) -> Iterator[Measure]:
    first = district.run("--all", "villages")
    scopes = district.scopes()
    if plan.whole:
        plain = district.loop(scopes, clean=True)[0].seconds
        note = ""
    else:
        plain, note = _worked_out(district, scopes)
    # Ours before and after the rival, so that a machine that grows slower or faster is fair to both.
    district.forget_all()
    ours = mean([first.seconds, district.run("--all", "villages").seconds])
    ratio = plain / ours
    yield Measure(
        f"全部 {len(scopes)} 个版本，从读台账起，{processors()} 核",
        *("秒", ours, plain, ratio, f"快 {LOOP_GOAL:g} 倍以上", ratio >= LOOP_GOAL, note),
    )
    # In a run of its own: to weigh takes some of a core.
    district.forget_all()
    weighed = district.run("--all", "villages", weigh=True)
    if weighed.peak_mb is not None:
        yield Measure(f"全部 {len(scopes)} 个版本：内存最多", "MB", weighed.peak_mb)


def _worked_out(district: District, scopes: Sequence[Scope]) -> tuple[float, str]:
    """The rival's loop from one edition of each level."""
    levels = {scope.level: scope for scope in scopes}
    counts = {level: sum(scope.level == level for scope in scopes) for level in levels}
    seconds, clean = 0.0, True
    for level, scope in levels.items():
        watched, timings = district.loop([scope], clean=clean)
        first = timings[0].seconds if clean else 0.0
        seconds += first + counts[level] * (watched.seconds - first)
        clean = False
    return seconds, f"普通方式实测 {len(levels)} 个版本（每级一个），按各级个数推算；--whole 全部实测"


def _unchanged(district: District, plan: Plan) -> Iterator[Measure]:
    runs = [district.run("--all", "villages") for _ in range(plan.rounds)]
    seconds = median(run.seconds for run in runs)
    started = max((run.processes or 0) for run in runs)
    yield Measure(
        "没有变化，再运行一次", "秒", seconds, goal=f"{UNCHANGED_GOAL:g} 秒以内", met=seconds < UNCHANGED_GOAL
    )
    yield Measure("没有变化：启动的进程（含内核）", "个", started, goal="0 个", met=started == 0)


def _one_village_changed(district: District) -> Iterator[Measure]:
    district.change_one_village()
    run = district.run("--all", "villages")
    remade = run.said.count(MADE)
    yield Measure(
        "改了一个村一户的收入：重做的版本",
        "个",
        remade,
        goal=f"至多 {CHANGED_GOAL} 个",
        met=0 < remade <= CHANGED_GOAL,
    )
    yield Measure("改了一个村一户的收入：再运行一次", "秒", run.seconds)


def _one_edition(district: District, plan: Plan) -> Iterator[Measure]:
    """One township's edition of cleaned ledgers, the competitors taking turns."""
    scope = next(scope for scope in district.scopes() if scope.level == "township")
    whole: list[tuple[float, float]] = []
    beyond: list[tuple[float, float]] = []
    for turn in range(plan.rounds):
        pair = [0.0, 0.0]
        extra = [0.0, 0.0]
        for rival in (turn % 2, 1 - turn % 2):
            if rival:
                watched, timings = district.loop([scope], clean=False)
            else:
                district.forget()
                watched = district.run("--township", scope.township)
                timings = district.own_timings(scope)
            pair[rival] = watched.seconds
            # The median: what a program does once, before its first notebook, belongs to the edition's time.
            extra[rival] = median(one.seconds - one.cells for one in timings)
        whole.append((pair[0], pair[1]))
        beyond.append((extra[0], extra[1]))
    ours, plain, ratio = _medians(beyond)
    yield Measure(
        "每个笔记本在各格之外的时间",
        *("秒", ours, plain, ratio, f"至多 {OVERHEAD_GOAL:.3f}", ratio <= OVERHEAD_GOAL),
    )
    yield Measure("一个乡镇的版本，从命令开始到结束", "秒", *_medians(whole))


def _one_cell(folder: Path, plan: Plan) -> Measure:
    """A notebook that does nothing: what is left is the kernel's start and end, and papermill's own work."""
    words = [sys.executable, "-m", "gonggu.benchmarks.one_cell", str(folder), str(3 * plan.rounds)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    ours, plain, ratio = _medians(json.loads(done.stdout.splitlines()[-1]))
    return Measure(
        "只有一格的笔记本，在那一格之外的时间",
        *("秒", ours, plain, ratio, f"至多 {OVERHEAD_GOAL:.3f}", ratio <= OVERHEAD_GOAL),
    )


def _medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Medians of ours, of the rival's, and of ours over the rival's within each round."""
    return (
        median(ours for ours, _ in pairs),
        median(plain for _, plain in pairs),
        median(ours / plain for ours, plain in pairs),
    )


def _of_size(persons: int, plan: Plan) -> tuple[Measure, Measure]:
    """Clean and one township's edition of a district with so many persons."""
    with tempfile.TemporaryDirectory(prefix="gonggu-bench-") as name:
        district = District(Path(name), max(1, round(persons / PERSONS_PER_VILLAGE)))
        counted = len(district.ledgers["贫困人口"])
        first = district.run(weigh=True)
        scope = next(scope for scope in district.scopes() if scope.level == "township")
        runs = []
        for _ in range(plan.rounds):
            district.forget()
            runs.append(district.run("--township", scope.township, weigh=True))
    clean = Measure(f"{counted} 人：清洗和全区的版本", "秒", first.seconds, note=_memory(first))
    seconds = median(run.seconds for run in runs)
    return clean, Measure(f"{counted} 人：清洗之后一个乡镇的版本", "秒", seconds, note=_memory(*runs))


def _of_many(editions: int) -> Measure:
    """All editions of a district that has about so many."""
    villages = max(1, round((editions - 1) * VILLAGES / (VILLAGES + TOWNSHIPS)))
    with tempfile.TemporaryDirectory(prefix="gonggu-bench-") as name:
        district = District(Path(name), villages)
        run = district.run("--all", "villages", weigh=True)
        count = run.said.count(MADE)
    return Measure(f"{count} 个版本：平均每个", "秒", run.seconds / count, note=_memory(run))


def _memory(*runs: Watched) -> str:
    peaks = [run.peak_mb for run in runs if run.peak_mb is not None]
    return f"内存最多 {max(peaks):.0f} MB" if peaks else ""


def _well(watched: Watched) -> Watched:
    """As it was; RuntimeError unless editions were made, if only as drafts."""
    if watched.code not in (0, DataError.exit_code):
        raise RuntimeError(watched.said)
    return watched


HEADER = "项目\t单位\t本程序\t普通方式\t比\t目标\t达到\t说明"


def as_line(one: Measure) -> str:
    """A measure as a tab-separated line below `HEADER`."""
    numbers = ["" if value is None else f"{value:.3g}" for value in (one.ours, one.plain, one.ratio)]
    met = {True: "是", False: "否", None: ""}[one.met]
    return "\t".join([one.what, one.unit, *numbers, one.goal, met, one.note])


def as_json(measures: Sequence[Measure]) -> str:
    """The measures for a machine."""
    return json.dumps([asdict(one) for one in measures], ensure_ascii=False, indent=1)

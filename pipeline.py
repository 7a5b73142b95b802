"""巩固: the command. A thin face over the package; what is heavy is imported by the command that needs it."""

import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from gonggu.errors import StepError, UserError, WriteError
from gonggu.folders import Kind, folders
from gonggu.usage import ChineseCommand, ChineseGroup, explain

# jsonschema, which nbformat imports, would build a grammar of web addresses for more than a second, to check texts of
# which no notebook has any (python-jsonschema/jsonschema, issue 1392). To it the library is not installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(
    cls=ChineseGroup,
    help="巩固：把区里的 Excel 台账变成年终报告。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_show_locals=False,  # a password could be one
)

schedule_app = typer.Typer(
    cls=ChineseGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(schedule_app, name="schedule", help="按 params/schedule.yaml 定时核查、生成、寄发。")

Year = Annotated[int, typer.Option("--year", help="年度，写四位数字，如 2019")]
Township = Annotated[str, typer.Option("--township", help="只做这个乡镇")]
Village = Annotated[str, typer.Option("--village", help="只做这个村，同时写明 --township")]
ParamsFolder = Annotated[str, typer.Option("--params", help="参数文件夹，不写为 params/")]
DataFolder = Annotated[str, typer.Option("--data", help="数据文件夹，不写为 data/")]
OutputsFolder = Annotated[str, typer.Option("--outputs", help="成果文件夹，不写为 outputs/")]

DONE, DATA_ERRORS = 0, 1


@app.command(cls=ChineseCommand)
def run(
    year: Year,
    township: Township = "",
    village: Village = "",
    all_: Annotated[
        str, typer.Option("--all", help="townships：连同各乡镇；villages：连同各乡镇和各村")
    ] = "",
    from_: Annotated[
        str,
        typer.Option("--from", help="从这一步起重做：clean、indicators、funds、relocation、report"),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="没有变化的步骤也重做")] = False,
    edition: Annotated[
        str,
        typer.Option(
            "--edition",
            help="internal：内部版，不写即是；public：公开版，不足 10（参数 public_threshold）的户数、人数不公布",
        ),
    ] = "internal",
    explain: Annotated[bool, typer.Option("--explain", help="逐步说明为什么重做或沿用")] = False,
    workers: Annotated[int, typer.Option("--workers", help="同时做几个版本，不写为处理器个数加一")] = 0,
    cluster: Annotated[str, typer.Option("--cluster", help="在 Dask 集群上做，写调度器的地址")] = "",
    cell_timeout: Annotated[float, typer.Option("--cell-timeout", help="一格最多运行多少秒")] = 1800,
    step_timeout: Annotated[float, typer.Option("--step-timeout", help="一步最多运行多少秒")] = 7200,
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """读台账、算指标、写报告；没有变化的步骤沿用上次的成果。"""
    from gonggu.running.editions import Request
    from gonggu.running.editions import run as run_editions
    from gonggu.running.progress import progress
    from gonggu.running.steps import Limits

    first = "clean" if force else from_
    limits = Limits(cell_timeout, step_timeout)
    places = folders(params, data, outputs)
    # What is no kind of edition is refused with the rest of the request.
    kind = cast(Kind, edition)
    request = Request(year, places, township, village, all_, first, workers, cluster, limits, kind)
    what = "公开版报告" if edition == "public" else "报告"
    with progress() as told:
        done = run_editions(request, told)
    for line in done.reasons if explain else ():
        typer.echo(line)
    for outcome in done.outcomes:
        if outcome.failure:
            _complain(f"{outcome.scope.name}没有做成：{outcome.failure}")
        else:
            draft = f"（草稿：台账有 {outcome.errors} 处错误，见问题清单）" if outcome.errors else ""
            state = "已写好" if outcome.made else "没有变化"
            typer.echo(f"{outcome.scope.name}的{what}{state}{draft}：{_shown(outcome.report)}")
    for note in done.notes:
        _complain(note)
    failed = [outcome.scope.name for outcome in done.outcomes if outcome.failure]
    if failed and len(done.outcomes) > 1:
        _complain(f"共 {len(done.outcomes)} 个版本，没有做成 {len(failed)} 个：{'、'.join(failed)}。")
    drafts = (DATA_ERRORS for outcome in done.outcomes if outcome.report and outcome.errors)
    return max([*(outcome.exit_code for outcome in done.outcomes), *drafts, DONE])


@app.command(cls=ChineseCommand)
def check(
    year: Year,
    township: Township = "",
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """只读台账、查问题，写出问题清单。"""
    from gonggu.running.checking import check_year

    checked = check_year(year, folders(params, data, outputs), township)
    for line in checked.lines:
        _complain(line)
    typer.echo(f"{checked.summary}问题清单：{_shown(checked.problem_list)}")
    if checked.standards:
        typer.echo(checked.standards)
    for note in checked.notes:
        _complain(note)
    return DATA_ERRORS if checked.errors else DONE


@app.command(cls=ChineseCommand)
def trace(
    figure: Annotated[str, typer.Argument(help="指标编号，见报告“指标附表”，如 unexited_persons")],
    year: Year,
    township: Township = "",
    village: Village = "",
    rows: Annotated[str, typer.Option("--rows", help="把数到的记录写进这个 .xlsx 文件")] = "",
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """说明一个指标怎么算、由哪些记录得出。"""
    from gonggu.tracing import describe, open_trace, write_rows

    found = open_trace(figure, year, township, village, folders(params, data, outputs))
    for line in describe(found):
        typer.echo(line)
    if rows:
        write_rows(found, Path(rows))
        typer.echo(f"记录已写入：{_shown(Path(rows))}")
    return DONE


@app.command(cls=ChineseCommand)
def send(
    year: Year,
    township: Township = "",
    village: Village = "",
    really: Annotated[bool, typer.Option("--really", help="真正发出；不写只写出邮件供核对")] = False,
    settle: Annotated[
        tuple[str, str] | None,
        typer.Option("--settle", help="答复一封存疑的邮件：编号，再写 sent（已收到）或 not-sent（没收到）"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="日志写成 JSON")] = False,
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """把报告发给名单上的人；每人每版只发一次，只补发没有发出的。"""
    from gonggu.running.sending import SendRequest
    from gonggu.running.sending import send as send_editions

    places = folders(params, data, outputs)
    told = send_editions(SendRequest(year, places, township, village, really, settle, json))
    for line in told.lines:
        typer.echo(line)
    for line in told.complaints:
        _complain(line)
    return told.exit_code


@app.command(cls=ChineseCommand)
def compare(
    before: Annotated[str, typer.Argument(help="原来的：年度，或一版报告的文件夹")],
    after: Annotated[str, typer.Argument(help="现在的：年度，或一版报告的文件夹")],
    township: Township = "",
    village: Village = "",
    with_township: Annotated[
        str, typer.Option("--with-township", help="现在的用这个乡镇（或 全区），不写与 --township 相同")
    ] = "",
    with_village: Annotated[str, typer.Option("--with-village", help="现在的用这个村")] = "",
    to: Annotated[
        str, typer.Option("--to", help="网页写成这个文件，不写为现在那一版文件夹里的 对比.html")
    ] = "",
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """对比两个年度、两个地方或两次运行：哪些指标变了，变了多少，为什么。"""
    from gonggu.comparison.command import Which
    from gonggu.comparison.command import compare as compare_editions
    from gonggu.comparison.shown import show

    other = (with_township or township, with_village or ("" if with_township else village))
    sides = Which(before, township, village), Which(after, *other)
    comparison, path = compare_editions(*sides, folders(params, data, outputs), to)
    show(comparison)
    typer.echo(f"已写成网页：{_shown(path)}")
    return DONE


@app.command(cls=ChineseCommand)
def templates(
    year: Year,
    to: Annotated[str, typer.Option("--to", help="写到这个文件夹")],
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """写出一个年度的空白台账，供填报。"""
    from gonggu.forms import load_forms
    from gonggu.templates import write_templates

    written = write_templates(load_forms(folders(params, data, outputs).params), year, Path(to))
    typer.echo(f"已写出空白台账 {len(written)} 个工作簿：{_shown(Path(to))}")
    return DONE


@app.command("new-year", cls=ChineseCommand)
def new_year(
    year: Year,
    to: Annotated[str, typer.Option("--to", help="台账写到这个文件夹，各乡镇一个、区级一个")],
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """开始一个新年度：由上年生成参数文件（要重新考虑的都标出来）和填好沿用内容的台账。"""
    from gonggu.new_year.making import make_new_year

    made = make_new_year(year, folders(params, data, outputs), Path(to))
    typer.echo(f"已写出参数 {_shown(made.parameters)}，标“待定”的请逐项填写。")
    typer.echo(f"已写出台账 {len(made.books)} 个工作簿：{_shown(Path(to))}；填好后放进 data/raw/{year}。")
    for note in made.carried_rules:
        _complain(note)
    return DONE


@app.command(cls=ChineseCommand)
def sample(
    year: Year,
    to: Annotated[str, typer.Option("--to", help="写到这个文件夹")],
    villages: Annotated[int, typer.Option("--villages", help="村数，默认 15")] = 15,
    seed: Annotated[int, typer.Option("--seed", help="随机数种子")] = 20191231,
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """写出示例区的台账（虚构数据）。"""
    from gonggu.sample.district import make_district
    from gonggu.sample.workbooks import write_district

    folders(params, data, outputs)
    written = write_district(make_district(year, villages, seed), Path(to), year)
    typer.echo(f"已写出示例台账 {len(written)} 个工作簿：{_shown(Path(to))}")
    return DONE


@schedule_app.command(cls=ChineseCommand)
def show(
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """接下来十次：什么时间，做什么。"""
    from gonggu.schedule.command import lines_to_come

    for line in lines_to_come(folders(params, data, outputs)):
        typer.echo(line)
    return DONE


@schedule_app.command(cls=ChineseCommand)
def install(params: ParamsFolder = "", data: DataFolder = "", outputs: OutputsFolder = "") -> int:
    """装上定时：systemd 定时器，没有则写入 crontab，Windows 上建计划任务。"""
    from gonggu.schedule.command import install as install_timer

    typer.echo(install_timer(folders(params, data, outputs)))
    return DONE


@schedule_app.command(cls=ChineseCommand)
def remove(params: ParamsFolder = "", data: DataFolder = "", outputs: OutputsFolder = "") -> int:
    """撤去定时，别的定时任务不动。"""
    from gonggu.schedule.command import remove as remove_timer

    typer.echo(remove_timer(folders(params, data, outputs)))
    return DONE


@schedule_app.command(cls=ChineseCommand)
def due(
    mail: Annotated[str, typer.Option("--mail", help="邮件设置文件，即 GONGGU_SMTP_FILE")] = "",
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """做到时间该做的；由定时器每几分钟调用一次。"""
    from gonggu.schedule.command import do_due

    done = do_due(folders(params, data, outputs), mail)
    for line in done.lines:
        typer.echo(line)
    for line in done.failures:
        _complain(line)
    return StepError.exit_code if done.failures else DONE


@app.command(cls=ChineseCommand)
def bench(
    villages: Annotated[
        list[int] | None, typer.Option("--villages", help="村数，可写多次，默认 15 和 60；4292 个村约百万人")
    ] = None,
    runs: Annotated[bool, typer.Option("--runs", help="量运行的速度，与 papermill 逐本运行相比")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="逐本运行也做完全部版本（要好几分钟），不写为每级一个再推算")
    ] = False,
    persons: Annotated[
        list[int] | None, typer.Option("--persons", help="量这么多人的区，可写多次，默认 10000 和 50000")
    ] = None,
    editions: Annotated[
        list[int] | None, typer.Option("--editions", help="量有这么多版本的区，可写多次，如 500")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="另把结果写成这个 .json 文件")] = "",
    params: ParamsFolder = "",
    data: DataFolder = "",
    outputs: OutputsFolder = "",
) -> int:
    """量一量速度和内存：读台账、核查、算指标，与单纯读取相比；--runs 量运行，与 papermill 逐本运行相比。"""
    from gonggu.benchmarks.command import reading_lines, running_lines
    from gonggu.benchmarks.running import Plan

    folders(params, data, outputs)
    plan = Plan(whole=whole, persons=tuple(persons or (10_000, 50_000)), editions=tuple(editions or ()))
    for line in running_lines(plan, to) if runs else reading_lines(villages or (15, 60), to):
        typer.echo(line)
    return DONE


def main(words: list[str] | None = None) -> int:
    """Run a command; its exit code. What the user can mend is said in Chinese, without a traceback."""
    given = sys.argv[1:] if words is None else words
    try:
        return int(app(given, prog_name="python pipeline.py", standalone_mode=False) or DONE)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(str(getattr(error, "message", "")))
        else:
            _complain(explain(error, *_commands(given)))
        return UserError.exit_code
    except UserError as error:
        _complain(str(error))
        return error.exit_code
    except OSError as error:
        if error.errno is None:
            raise
        from gonggu.writing import unwritable

        _complain(str(unwritable(error)))
        return WriteError.exit_code


def _commands(words: list[str]) -> tuple[list[str], list[str]]:
    """The commands among which the words choose, and the words that do: those behind a group's name are its own."""
    groups = {made.name: made.typer_instance for made in app.registered_groups if made.name}
    group = groups.get(words[0]) if words else None
    own = (group or app).registered_commands
    names = [made.callback.__name__ for made in own if made.callback]
    return (names, words[1:]) if group else ([*names, *groups], words)


def _shown(path: Path | None) -> str:
    """A path relative to where the command was called, where it lies below."""
    if path is None:
        return ""
    absolute = path.absolute()
    return str(absolute.relative_to(Path.cwd())) if absolute.is_relative_to(Path.cwd()) else str(absolute)


def _complain(message: str) -> None:
    typer.echo(message, err=True)


if __name__ == "__main__":
    sys.exit(main())

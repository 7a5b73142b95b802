"""Formulas that were never computed are told; results of programs that compute are read, 0 among them."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.reading.test_cells_shown import funds, told_of, typed_of, yuan
from tests.workbook_parts import Cell, sheet_data, write_parts

ON_LOAD = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
COMPUTED = '<calcPr calcId="191029"/>'


def read(
    folder: Path, formulas: dict[str, tuple[str, str]], calculated: str, amounts: int = 3
) -> tuple[list[float | None], list[str]]:
    """The amounts of a ledger with these formulas and stored results, and the cells told."""
    cells = {
        place: f'<c r="{place}"{" t=" + chr(34) + "str" + chr(34) if not value.replace(".", "").lstrip("-").isdigit() else ""}><f>{formula}</f><v>{value}</v></c>'
        for place, (formula, value) in formulas.items()
    }
    rows: list[list[Cell]] = funds([float(at + 1) for at in range(amounts)])
    typed = typed_of(write_parts(folder / "资金下达.xlsx", sheet_data(rows, cells), calculated=calculated))
    told = told_of(typed)
    assert {check for check, _ in told} <= {"value_formula"}
    return yuan(typed), sorted(place for _, place in told)


@pytest.mark.parametrize("calculated", [ON_LOAD, COMPUTED, ""])
@pytest.mark.parametrize(
    "formula",
    [
        "5000000+860000",
        "SUM(G3:G4)",
        "G3*2",
        "-G3^2",
        "ROUND(G3/G4,1)*50%",
        "MAX(G3,G4)",
        "(G3+G4)*10000",
        "AVERAGE($G$3:$G$4)",
        'TEXT(G3,"0")',
        'G3&amp;"元"',
        "DATE(2019,3,1)",
    ],
)
def test_a_formula_that_cannot_give_its_stored_0_is_told(
    tmp_path: Path, formula: str, calculated: str
) -> None:
    assert read(tmp_path, {"G2": (formula, "0")}, calculated) == ([None, 2, 3], ["G2"])


@pytest.mark.parametrize("stored", ["0", "0.0"])
def test_one_such_formula_shows_that_no_other_was_computed(tmp_path: Path, stored: str) -> None:
    formulas = {"G2": ("2+3", stored), "G3": ("VLOOKUP(A3,别处!A:B,2,0)", stored), "G4": ("3-3", "0")}
    assert read(tmp_path, formulas, COMPUTED) == ([None, None, 0], ["G2", "G3"])


@pytest.mark.parametrize("calculated", [ON_LOAD, ""])
def test_a_workbook_that_nobody_computed_is_not_believed_where_nothing_shows_the_contrary(
    tmp_path: Path, calculated: str
) -> None:
    assert read(tmp_path, {"G2": ("VLOOKUP(A2,别处!A:B,2,0)", "0")}, calculated) == ([None, 2, 3], ["G2"])


@pytest.mark.parametrize("calculated", [ON_LOAD, COMPUTED, "", "<calcPr/>"])
def test_results_that_are_0_are_read_where_another_formula_was_computed(
    tmp_path: Path, calculated: str
) -> None:
    formulas = {"G2": ("VLOOKUP(A2,别处!A:B,2,0)", "0"), "G3": ("SUMIF(A:A,A3,H:H)", "7")}
    assert read(tmp_path, formulas, calculated) == ([0, 7, 3], [])


@pytest.mark.parametrize("calculated", [ON_LOAD, COMPUTED, "", "<calcPr/>"])
@pytest.mark.parametrize("formula", ["3-3", "SUM(H2:K2)", "G3-2", "0*G4", "H2"])
def test_a_0_that_is_the_right_result_is_read(tmp_path: Path, formula: str, calculated: str) -> None:
    assert read(tmp_path, {"G2": (formula, "0")}, calculated) == ([0, 2, 3], [])


def test_a_0_of_a_program_that_computes_is_read_though_it_cannot_be_checked(tmp_path: Path) -> None:
    for calculated in (COMPUTED, "<calcPr/>", '<calcPr iterateCount="100" refMode="A1"/>'):
        assert read(tmp_path, {"G2": ("COUNTIF(H:H,1)", "0")}, calculated) == ([0, 2, 3], [])


def test_formulas_that_refer_to_one_another_in_a_circle_are_not_followed_for_ever(tmp_path: Path) -> None:
    assert read(tmp_path, {"G2": ("G3", "0"), "G3": ("G2+1", "0")}, COMPUTED) == ([0, 0, 3], [])


def test_a_total_that_nobody_computed_contradicts_nothing(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*funds([1.0, 2.0]), ["合计", None, None, None, None, None, None]]
    sheet = sheet_data(rows, {"G4": '<c r="G4"><f>SUM(G2:G3)</f><v>0</v></c>'})
    path = write_parts(tmp_path / "资金下达.xlsx", sheet, calculated=ON_LOAD)
    assert yuan(typed_of(path)) == [1, 2]


def test_the_cells_beside_a_formula_of_several_cells_are_told_with_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "资金下达.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(funds([None, None, 5.0])):
            sheet.write_row(number, 0, row)
        sheet.write_array_formula("G2:G3", "{=G4:G5*2}")
    typed = typed_of(tmp_path / "资金下达.xlsx")
    assert yuan(typed) == [None, None, 5]
    assert told_of(typed) == [("value_formula", "G2"), ("value_formula", "G3")]


@pytest.mark.parametrize(
    ("inner", "right", "told"),
    [
        ("<f>1+1</f>", None, [("value_formula", "G2")]),
        ("<f>1+1</f><v/>", None, [("value_formula", "G2")]),
        ("<f>1+1</f><v></v>", None, [("value_formula", "G2")]),
        ('<f t="shared" si="0"/>', None, [("value_formula", "G2")]),
        ("<f>1+1</f><v>2</v>", 2, []),
    ],
)
def test_a_formula_without_a_result_is_told(
    tmp_path: Path, inner: str, right: float | None, told: list[tuple[str, str]]
) -> None:
    sheet = sheet_data(funds([None, 5.0]), {"G2": f'<c r="G2">{inner}</c>'})
    typed = typed_of(write_parts(tmp_path / "资金下达.xlsx", sheet))
    assert (yuan(typed), told_of(typed)) == ([right, 5], told)


def test_a_formula_that_gives_no_text_is_blank_without_a_finding(tmp_path: Path) -> None:
    sheet = sheet_data(funds([5.0]), {"G2": '<c r="G2" t="str"><f>IF(1,"","x")</f><v></v></c>'})
    typed = typed_of(write_parts(tmp_path / "资金下达.xlsx", sheet))
    assert (yuan(typed), told_of(typed)) == ([None], [])


@pytest.mark.parametrize(("formula", "told"), [("1+1", ["G2"]), ("G3-2", ["G2"]), ('IF(A2="","",H2)', [])])
def test_no_text_is_no_result_of_a_formula_that_adds_up(
    tmp_path: Path, formula: str, told: list[str]
) -> None:
    assert read(tmp_path, {"G2": (formula, "")}, COMPUTED) == ([None, 2, 3], told)

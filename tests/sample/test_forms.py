"""The offices' ledgers of the sample keep to their forms: headers, keys, codes, references, areas."""

import pytest

from tests.sample.offices import AREA, FORMS, MADE, YEAR_END


@pytest.mark.parametrize("ledger", [*MADE, "行政村", "贫困户", "易地搬迁"])
def test_a_ledger_has_the_headers_of_its_form(district, ledger):
    assert list(district[ledger].columns) == list(FORMS["ledgers"][ledger]["columns"])


@pytest.mark.parametrize("ledger", MADE)
def test_no_required_cell_is_blank_and_no_key_occurs_twice(district, ledger):
    form, frame = FORMS["ledgers"][ledger], district[ledger]
    required = [header for header, column in form["columns"].items() if column.get("req")]
    assert not frame[required].isna().any(axis=None)
    assert not frame.duplicated(form["key"]).any()


@pytest.mark.parametrize("ledger", MADE)
def test_every_coded_cell_is_in_its_code_list(district, ledger):
    for header, column in FORMS["ledgers"][ledger]["columns"].items():
        if column["type"] == "code":
            codes = FORMS["codes"][column.get("codes", header)]
            assert set(district[ledger][header].dropna()) <= set(codes)


@pytest.mark.parametrize("ledger", [*MADE, "行政村", "贫困户", "易地搬迁"])
def test_every_reference_resolves(district, ledger):
    for header, column in FORMS["ledgers"][ledger]["columns"].items():
        if "refs" in column:
            target, key = column["refs"].split(".")
            assert district[ledger][header].dropna().isin(district[target][key]).all()


@pytest.mark.parametrize("ledger", ["项目", "帮扶干部", "走访", "问题整改"])
def test_every_area_is_in_the_register_of_villages(district, ledger):
    frame = district[ledger].rename(columns={"派驻乡镇": "乡镇", "派驻行政村": "行政村"})
    villages = set(district["行政村"][AREA].itertuples(index=False, name=None))
    assert set(frame.dropna(subset=AREA)[AREA].itertuples(index=False, name=None)) <= villages
    assert set(frame["乡镇"].dropna()) <= set(district["行政村"]["乡镇"])
    assert not (frame["乡镇"].isna() & frame["行政村"].notna()).any()


@pytest.mark.parametrize("ledger", ["走访", "问题整改"])
def test_a_record_of_a_household_lies_in_the_household_s_village(district, ledger):
    frame = district[ledger].dropna(subset=["户编号"])
    home = district["贫困户"].set_index("户编号").loc[frame["户编号"], AREA]
    assert (home.to_numpy() == frame[AREA].to_numpy()).all()


@pytest.mark.parametrize("ledger", MADE)
def test_money_counts_and_days_are_never_negative(district, ledger):
    numbers = district[ledger].select_dtypes("number")
    assert not (numbers < 0).any(axis=None)


def test_no_event_lies_after_the_year_except_what_is_due(district):
    for ledger in MADE:
        for header, column in district[ledger].select_dtypes("datetime").items():
            if header not in ("计划完工日期", "整改时限"):
                assert column.dropna().le(YEAR_END).all(), (ledger, header)

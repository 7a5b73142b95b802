"""一、7 关爱干部: check-ups, insurance, promotions and commendations."""

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, count, share
from gonggu.figures.selections import STATIONED, cadres_in_post, holds, in_year
from gonggu.figures.view import View

SECTION = "7 关爱干部"


@figure("体检驻村队员", "名", SECTION, "年末在任驻村队员中{year}年体检的人数", additive=True)
def cadre_medical_checks(view: View) -> Measure:
    stationed = cadres_in_post(view, STATIONED)
    return count("cadres", stationed[in_year(view, stationed["checkup_date"])])


@figure("意外保险覆盖率", "%", SECTION, "年末在任驻村队员中有意外保险的 ÷ 驻村工作队员")
def cadre_insured_rate(view: View) -> Measure:
    stationed = cadres_in_post(view, STATIONED)
    return share("cadres", stationed, holds(stationed["insured"]))


@figure("提拔干部", "人", SECTION, "{year}年提拔的帮扶干部数", district_only=True)
def cadres_promoted(view: View) -> Measure:
    cadres = view.rows("cadres")
    return count("cadres", cadres[in_year(view, cadres["promoted"])])


@figure("表彰干部", "人", SECTION, "{year}年受表彰的帮扶干部数", district_only=True)
def cadres_commended(view: View) -> Measure:
    cadres = view.rows("cadres")
    return count("cadres", cadres[in_year(view, cadres["commended"])])

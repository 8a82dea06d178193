"""GET figures and indicators/{key}: the shapes of the contract, the same scope and numbers as the pages."""

import pytest

from common.months import Month
from indicators.models import Measure, ProcedureFigure
from tests.factories import communes as ground
from tests.factories.desk import make_procedure
from tests.factories.indicators import put_coverage, put_figure

DISTRICT = "unit=huyen-bac-ha&from=2020-05&to=2020-06"


def test_figure_has_the_shape_of_the_contract(place, ask):
    response = ask(place.leader, f"figures?{DISTRICT}&measure=documents.incoming")
    assert response.status_code == 200
    assert response.json() == {
        "unit": "huyen-bac-ha",
        "measure": "documents.incoming",
        "from": "2020-05",
        "to": "2020-06",
        "structure": "was",
        "value": 1200,
        "estimated": False,
        "months": [
            {"month": "2020-05", "value": 600, "estimated": False},
            {"month": "2020-06", "value": 600, "estimated": False},
        ],
        "coverage": {"expected": 6, "approved": 6, "pending": 0, "blank": 0},
    }


def test_kind_narrows(place, ask):
    answers = {
        kind: ask(place.leader, f"figures?{DISTRICT}&measure=documents.incoming&kind={kind}").json()["value"]
        for kind in ("", "commune", "office")
    }
    assert answers == {"": 1200, "commune": 600, "office": 600}


def test_no_data_is_null_and_zero_is_zero(place, ask):
    july = "unit=huyen-bac-ha&from=2020-07&to=2020-07"
    assert ask(place.leader, f"figures?{july}&measure=documents.incoming").json()["value"] is None
    put_coverage(place.tacuty, "documents", first=Month(2020, 7), last=Month(2020, 7), state="pending")
    answer = ask(place.leader, f"figures?{july}&measure=documents.incoming").json()
    assert answer["value"] == 0
    assert answer["coverage"] == {"expected": 1, "approved": 0, "pending": 1, "blank": 0}


def test_measure_with_decimals_is_a_number(place, ask):
    Measure.objects.filter(key="equipment.invested").update(decimals=3)
    put_figure(place.tacuty, "equipment.invested", Month(2020, 6), 12500)
    answer = ask(place.leader, f"figures?{DISTRICT}&measure=equipment.invested").json()
    assert answer["value"] == 12.5


def test_indicator_has_the_shape_of_the_contract(place, ask):
    put_figure(place.tacuty, "documents.outgoing", Month(2020, 6), 11)
    response = ask(place.leader, f"indicators/documents_signed?{DISTRICT}")
    assert response.json() == {
        "structure": "was",
        "value": 79.34,
        "estimated": False,
        "numerator": 96,
        "denominator": 121,
        "target": 100.0,
        "coverage": {"expected": 6, "approved": 6, "pending": 0, "blank": 0},
    }
    assert b'"value": 79.34' in response.content or b'"value":79.34' in response.content


def test_indicator_counted_in_two_ways_by_its_parameter(place, ask):
    """Five of ten filings of an online procedure came online; the unit received twenty."""
    procedure = make_procedure(offered_by=[place.tacuty], level="4")
    for channel, number in (("online", 5), ("direct", 5)):
        ProcedureFigure.objects.create(
            unit=place.tacuty, procedure=procedure, channel=channel, year=2020, month=6, own=number, total=number
        )
    put_figure(place.tacuty, "filings.received", Month(2020, 6), 20)
    path = "indicators/filings_online_34?unit=xa-ta-cu-ty&from=2020-06&to=2020-06"
    answers = {word: ask(place.leader, f"{path}&denominator={word}") for word in ("", "own", "all", "some")}
    assert answers.pop("some").status_code == 422
    shares = {word: (one.json()["denominator"], one.json()["value"]) for word, one in answers.items()}
    assert shares == {"": (10, 50.0), "own": (10, 50.0), "all": (20, 25.0)}
    other = path.replace("filings_online_34", "filings_online")
    assert ask(place.leader, f"{other}&denominator=all").status_code == 404


def test_indicator_without_denominator_is_null(place, ask):
    answer = ask(place.leader, f"indicators/fluent_share?{DISTRICT}").json()
    assert (answer["value"], answer["denominator"], answer["target"]) == (None, 0, None)


@pytest.mark.parametrize(
    "path",
    [
        "figures?unit=xa-ban-pho&measure=documents.incoming&from=2020-01&to=2020-06",
        "figures?unit=khong-co&measure=documents.incoming&from=2020-01&to=2020-06",
        "figures?unit=%00&measure=documents.incoming&from=2020-01&to=2020-06",
        "figures?unit=xa-ta-cu-ty&measure=no.such&from=2020-01&to=2020-06",
        "indicators/fluent_share?unit=xa-ban-pho&from=2020-01&to=2020-06",
        "indicators/no_such?unit=xa-ta-cu-ty&from=2020-01&to=2020-06",
        "filings?unit=xa-ban-pho",
        "units/",
        "",
    ],
)
def test_denied_and_missing_are_the_same_404(place, ask, path):
    response = ask(place.official, path)
    assert response.status_code == 404
    assert response.json() == {"detail": "not found"}


@pytest.mark.parametrize(
    "query",
    [
        "measure=documents.incoming&from=2020-01&to=2020-06",
        "unit=huyen-bac-ha&from=2020-01&to=2020-06",
        "unit=huyen-bac-ha&measure=documents.incoming&to=2020-06",
        "unit=huyen-bac-ha&measure=documents.incoming&from=2020-13&to=2020-06",
        "unit=huyen-bac-ha&measure=documents.incoming&from=2020-1&to=2020-06",
        "unit=huyen-bac-ha&measure=documents.incoming&from=2020-06&to=2020-01",
        "unit=huyen-bac-ha&measure=documents.incoming&from=1900-01&to=2199-12",
        "unit=huyen-bac-ha&measure=documents.incoming&from=2020-01&to=2020-06&structure=maybe",
        "unit=huyen-bac-ha&measure=documents.incoming&from=2020-01&to=2020-06&kind=village",
        "unit=" + "x" * 81 + "&measure=documents.incoming&from=2020-01&to=2020-06",
    ],
)
def test_bad_parameters_are_422_with_a_sentence(place, ask, query):
    response = ask(place.leader, f"figures?{query}")
    assert response.status_code == 422
    detail = response.json()["detail"]
    assert isinstance(detail, str)
    assert detail.endswith(".")
    assert ":" in detail


@pytest.mark.parametrize("path", ["figures", "indicators/fluent_share", "units"])
def test_nobody_is_401_and_only_reading_is_offered(place, client, ask, path):
    assert client.get(f"/api/v1/{path}").status_code == 401
    client.force_login(place.leader)
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/{path}").status_code == 405


def test_figures_take_few_queries_whatever_the_period(place, client, django_assert_num_queries):
    client.force_login(place.leader)
    client.get("/api/v1/units")
    path = "/api/v1/figures?unit=huyen-bac-ha&measure=documents.incoming"
    client.get(f"{path}&from=2020-05&to=2020-05")  # from here on the process knows the measures
    for months in ("from=2020-06&to=2020-06", "from=2019-01&to=2020-06"):
        with django_assert_num_queries(8):
            assert client.get(f"{path}&{months}").status_code == 200


def test_page_and_api_say_the_same(place, ask, client):
    answer = ask(place.leader, "figures?unit=huyen-bac-ha&measure=documents.incoming&from=2020-01&to=2020-06").json()
    text = client.get("/units/huyen-bac-ha/").content.decode()
    assert answer["value"] == 3600
    assert "3.600" in text


def test_unknown_unit_and_foreign_unit_take_the_same_headers(place, ask):
    ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    denied = ask(place.leader, "indicators/fluent_share?unit=huyen-si-ma-cai&from=2020-01&to=2020-06")
    missing = ask(place.leader, "indicators/fluent_share?unit=huyen-khong-co&from=2020-01&to=2020-06")
    assert (denied.content, dict(denied.headers)) == (missing.content, dict(missing.headers))

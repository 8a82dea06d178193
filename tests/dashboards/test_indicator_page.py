"""The page of an indicator: definition, law, target, parts and months."""

from common.months import Month
from indicators.models import Indicator
from tests.factories import communes as ground
from tests.factories.indicators import put_figure


def test_page_defines_and_counts(place, see):
    text = see(place.leader, "/indicators/documents_signed/?from=2020-01&to=2020-02").content.decode()
    assert "Documents signed by the agency ÷ outgoing documents" in text
    assert "80,00\u00a0%" in text
    assert "96/120" in text
    assert "48/60" in text
    assert "Nghị định 30/2020/NĐ-CP" in text


def test_basis_that_is_only_recalled_says_so(place, see):
    assert "recalled, not checked" in see(place.leader, "/indicators/treasury_online/").content.decode()
    assert "recalled, not checked" not in see(place.leader, "/indicators/documents_signed/").content.decode()


def test_months_are_shares_of_the_month(place, see):
    put_figure(place.tacuty, "documents.outgoing_signed", Month(2020, 2), 2)
    text = see(place.leader, "/indicators/documents_signed/?unit=xa-ta-cu-ty&from=2020-01&to=2020-02").content.decode()
    assert "2/10" in text
    assert "20,00\u00a0%" in text
    assert "8/10" in text


def test_distinct_count_has_no_months(place, see):
    text = see(place.leader, "/indicators/procedures_with_filings/").content.decode()
    assert "counted for the period as a whole" in text


def test_every_shipped_indicator_has_a_page(place, see):
    for row in Indicator.objects.all():
        assert see(place.leader, row.get_absolute_url()).status_code == 200, row.key


def test_page_honours_the_kind_of_unit(place, see):
    ground.make_unit("Na Hối", parent=place.district)
    response = see(place.leader, "/indicators/units_lan_share/?kind=commune&unit=huyen-bac-ha")
    text = response.content.decode()
    assert "(communes only)</h1>" in text
    assert '<p class="tile-parts">2/2</p>' in text
    assert '<input type="hidden" name="kind" value="commune"' in text
    text = see(place.leader, "/indicators/units_lan_share/?kind=office").content.decode()
    assert "(offices only)</h1>" in text
    assert '<p class="tile-parts">1/1</p>' in text
    text = see(place.leader, "/indicators/units_lan_share/").content.decode()
    assert "only)" not in text
    assert '<p class="tile-parts">3/3</p>' in text


def test_tiles_of_one_kind_lead_to_that_kind(place, see):
    text = see(place.leader, "/?from=2020-05&to=2020-06&structure=is").content.decode().replace("&amp;", "&")
    for key in ("units_lan_share", "units_internet_share"):
        for kind in ("commune", "office"):
            wanted = f"/indicators/{key}/?unit=huyen-bac-ha&from=2020-05&to=2020-06&structure=is&kind={kind}"
            assert f'href="{wanted}"' in text


def test_denominator_is_chosen_in_the_address_and_on_the_page(place, see):
    page, period = "/indicators/filings_online_34/", "unit=huyen-bac-ha&from=2020-01&to=2020-02"
    other = f"/indicators/filings_online_34_of_all/?{period}"
    assert see(place.leader, f"{page}?{period}&denominator=all")["Location"] == other
    text = see(place.leader, f"{page}?{period}").content.decode().replace("&amp;", "&")
    assert f'<a href="{other}">All filings received</a>' in text
    assert '<strong aria-current="true">Filings of these procedures</strong>' in text
    assert see(place.leader, f"{other}&denominator=own")["Location"] == f"{page}?{period}"
    text = see(place.leader, f"{other}&denominator=some").content.decode()
    assert "“some” is not one of the choices for “denominator”" in text
    assert "Choose the denominator" not in see(place.leader, "/indicators/filings_online/").content.decode()


def test_targets_of_every_year_stand_with_their_law(place, see):
    text = see(place.leader, "/indicators/filings_online/?from=2020-01&to=2020-02").content.decode()
    table = text.partition("Targets by year</h2>")[2].partition("</table>")[0]
    rows = table.split("<tr>")[2:]
    assert [("used here" in row, "recalled, not checked" in row) for row in rows] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip
    for row, words in zip(rows, ("17/NQ-CP", "766/QĐ-TTg", "942/QĐ-TTg"), strict=True):
        assert words in row
    assert "Targets by year" not in see(place.leader, "/indicators/households_online/").content.decode()


def test_unknown_indicator_is_missing(place, see):
    assert see(place.leader, "/indicators/nonsense/").status_code == 404


def test_unit_typed_by_name_keeps_the_indicator(place, see):
    response = see(place.leader, "/indicators/fluent_share/?unit=ban+pho")
    assert response["Location"] == "/indicators/fluent_share/?unit=xa-ban-pho"


def test_declared_and_verified_shares_stand_beside_each_other(place, see):
    for month in (1, 2):
        put_figure(place.tacuty, "documents.outgoing_signed_checked", Month(2020, month), 3)
        put_figure(place.tacuty, "documents.outgoing_signed_verified", Month(2020, month), 2)
    period = "unit=xa-ta-cu-ty&from=2020-01&to=2020-02"
    for key, other in (
        ("documents_signed", "documents_signed_verified"),
        ("documents_signed_verified", "documents_signed"),
    ):
        text = see(place.leader, f"/indicators/{key}/?{period}").content.decode()
        assert "80,00\u00a0%" in text
        assert "20,00\u00a0%" in text
        assert "6 of 16 documents declared signed have a checked file." in text
        assert f'href="/indicators/{other}/?' in text


def test_other_indicators_stand_alone(place, see):
    assert "Declared and verified" not in see(place.leader, "/indicators/treasury_online/").content.decode()

"""The matrix of units and programmes: what a cell says, totals, scope, past days, exports, few queries."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from communes.models import Software, Unit
from communes.software_matrix import Mark, matrix
from tests.factories import communes as make

TODAY = date(2020, 8, 3)
ADDRESS = "communes:software-matrix"


@pytest.fixture
def leader(tree):
    return make.make_member("leader", tree.district)


@pytest.fixture
def reviewer(tree):
    return make.make_member("reviewer", tree.district)


@pytest.fixture
def programmes(tree):
    """Two shared ones: the first is missing in Bản Phố, the second used by it of its own will."""
    first, second = make.make_software("Một"), make.make_software("Hai")
    make.make_software_use(first, tree.tacuty, accounts=7, accounts_active=5)
    make.make_software_use(first, tree.banpho, in_use=False)
    make.make_software_use(second, tree.banpho, required=False, accounts=3, accounts_active=2)
    make.make_software_use(second, tree.office, in_use=False, required=False)
    return first, second


def found(tree, on=TODAY):
    units = Unit.objects.filter(kind__in=["commune", "office"]).in_vietnamese_order()
    return matrix(units, Software.objects.order_by("pk"), on=on)


def page(client, user, **query):
    client.force_login(user)
    answer = client.get(reverse(ADDRESS, query=query))
    assert answer.status_code == 200
    return answer


def shown(answer) -> list[str]:
    return [row.record.unit.name for row in answer.context["table"].rows]


def test_each_cell_says_what_the_unit_has_to_do_with_the_programme(tree, programmes):
    lines = {line.unit: [cell.mark for cell in line.cells] for line in found(tree).lines}
    assert lines == {
        tree.tacuty: [Mark.IN_USE, Mark.NONE],
        tree.banpho: [Mark.MISSING, Mark.EXTRA],
        tree.office: [Mark.NONE, Mark.NONE],
    }


def test_totals_count_what_is_required_and_used_of_it(tree, programmes):
    table = found(tree)
    assert [str(total) for total in table.totals] == ["1/2", "0/0"]
    assert (str(table.tally), table.tally.percent) == ("1/2", 50)
    assert {line.unit.name: str(line.tally) for line in table.lines}["Bản Phố"] == "0/1"
    assert table.totals[1].percent is None


def test_units_stand_in_vietnamese_order(client, leader, tree, programmes):
    assert shown(page(client, leader)) == ["Bản Phố", "Phòng Văn hóa và Thông tin", "Tả Củ Tỷ"]


def test_a_past_day_is_shown_as_it_was(tree, programmes):
    table = found(tree, on=date(2020, 6, 30))
    assert {cell.mark for line in table.lines for cell in line.cells} == {Mark.NONE}


def test_matrix_takes_four_queries_whatever_the_size(tree, programmes, django_assert_num_queries):
    with django_assert_num_queries(4):
        found(tree)
    for number in range(6):
        unit, software = make.make_unit(parent=tree.district), make.make_software()
        make.make_software_use(software, unit)
        make.make_follow_up(unit, software=software, subject=f"Việc {number}")
    with django_assert_num_queries(4):
        assert len(found(tree).lines) == 9


def test_page_takes_as_many_queries_for_many_units_as_for_few(
    client, leader, tree, programmes, django_assert_num_queries
):
    client.force_login(leader)
    client.get(reverse(ADDRESS))
    # Session, user, memberships, predecessors and units below; units, programmes, uses, follow-ups.
    with django_assert_num_queries(9):
        client.get(reverse(ADDRESS))
    for _number in range(5):
        make.make_software_use(make.make_software(), make.make_unit(parent=tree.district))
    with django_assert_num_queries(9):
        client.get(reverse(ADDRESS))


def test_official_sees_the_own_unit_only(client, official, programmes):
    assert shown(page(client, official)) == ["Tả Củ Tỷ"]


def test_shared_programmes_stand_there_unless_others_are_asked_for(client, leader, programmes):
    make.make_software("Riêng", kind="specialised")
    headings = [column.header for column in page(client, leader).context["table"].columns][3:]
    assert headings == ["Hai", "Một"]
    table = page(client, leader, software="specialised").context["table"]
    assert [column.header for column in table.columns][3:] == ["Riêng"]
    assert len(page(client, leader, software="all").context["table"].columns) == 6


def test_kind_of_unit_narrows_the_rows(client, leader, tree, programmes):
    assert shown(page(client, leader, kind="office")) == [tree.office.name]


def test_missing_programme_is_told_by_a_word(client, leader, programmes):
    body = page(client, leader).content.decode()
    assert '<span class="badge late">thiếu</span>' in body
    assert '<span class="badge good">dùng 5/7</span>' in body


def test_cell_leads_to_the_use_or_to_adding_one(client, official, tree, programmes):
    body = page(client, official).content.decode()
    first, second = programmes
    assert f'href="/software/uses/{first.uses.get(unit=tree.tacuty).pk}/"' in body
    assert f"software={second.pk}&amp;unit={tree.tacuty.pk}" in body
    form = client.get(reverse("communes:software-use-create", query={"software": second.pk, "unit": tree.tacuty.pk}))
    assert form.context["form"]["software"].value() == second.pk


def test_who_only_reads_is_led_nowhere_to_write(client, leader, programmes):
    body = page(client, leader).content.decode()
    assert "/new/" not in body
    assert "/ask/" not in body


def test_reviewer_is_led_to_following_up_where_something_is_missing(client, reviewer, programmes):
    first, second = programmes
    body = page(client, reviewer).content.decode()
    assert f"/software/{first.pk}/ask/" in body
    assert f"/software/{second.pk}/ask/" not in body
    assert "/ask/" not in page(client, reviewer, on="01/08/2020").content.decode()


def test_open_follow_up_is_told_in_its_cell(client, leader, tree, programmes):
    make.make_follow_up(tree.banpho, software=programmes[0], deadline=date(2020, 8, 14))
    assert "hạn 14/08/2020" in page(client, leader).content.decode()


def test_export_has_the_words_and_the_totals(client, leader, programmes):
    answer = page(client, leader, export="csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Đơn vị", "Đang dùng / phải dùng", "Tỷ lệ", "Hai", "Một"]
    assert rows[1][3:] == ["đang dùng, không bắt buộc (2/3)", "phải dùng, chưa dùng"]
    assert rows[4][:2] == ["Đang dùng / phải dùng", "1/2"]
    book = page(client, leader, export="xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[5]][:2] == ["Đang dùng / phải dùng", "1/2"]


def test_catalogue_counts_each_specialised_programme_once(client, leader, official, tree):
    for name, lead in (("A", tree.office), ("B", tree.tacuty)):
        software = make.make_software(name, lead=lead, kind="specialised")
        for unit in (tree.tacuty, tree.banpho):
            make.make_software_use(software, unit)
    make.make_software("C", lead=tree.office, kind="shared")
    client.force_login(leader)
    sentence = "phần mềm chuyên ngành, mỗi phần mềm tính một lần"
    assert f"2 {sentence}" in client.get("/software/").content.decode()
    client.force_login(official)
    assert sentence not in client.get("/software/").content.decode()

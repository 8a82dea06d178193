"""Stock-takes by form and on paper: what came out, what mends the register, and who sees what."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from communes.models import StockTake
from tests.communes.pages import errors, send, submit
from tests.factories import communes as make
from tests.factories import sheets

JUNE, DAY = date(2020, 6, 1), date(2020, 7, 31)


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


@pytest.fixture
def take(page, tree) -> StockTake:
    """A sheet with two devices, opened by form."""
    for serial in ("A-1", "A-2"):
        make.make_equipment(tree.tacuty, since=JUNE, serial=serial)
    assert errors(submit(page, "stocktake-create", counted_on="31/07/2020")) == {}
    return StockTake.objects.get()


def address(take, verb: str) -> str:
    return reverse(f"communes:stocktake-{verb}", args=[take.pk])


def test_found_device_says_where_it_is_registered_as_far_as_one_may_know(page, client, take, tree):
    make.make_equipment(tree.banpho, since=JUNE, serial="B-1", name="Máy mật")
    answer = submit(page, "stocktake-found", take, serial="B-1", kind="desktop")
    assert answer.status_code == 302
    text = page.get(take.get_absolute_url()).content.decode()
    assert "đã đăng ký tại đơn vị khác" in text.lower()
    assert "Bản Phố" not in text
    assert "Máy mật" not in text
    client.force_login(make.make_member("leader", tree.district))
    assert "đã đăng ký tại xã bản phố" in client.get(take.get_absolute_url()).content.decode().lower()


def test_differences_lead_to_what_mends_them(page, take, tree, official):
    first, second = (take.lines.get(serial=serial) for serial in ("A-1", "A-2"))
    take.lines.filter(pk=first.pk).update(result="missing")
    take.lines.filter(pk=second.pk).update(result="present", found_condition="broken")
    sheets.make_line(take, name="Máy lạ")

    def links() -> list[list[str]]:
        rows = page.get(take.get_absolute_url()).context["differences"]
        return [[url for _label, url in found] for _word, _tone, _row, found in rows]

    names = [("move", first), ("condition", first), ("condition", second)]
    urls = [reverse(f"communes:equipment-{name}", args=[line.equipment_id]) for name, line in names]
    assert links() == [urls[:2], urls[2:], [reverse("communes:equipment-create")]]
    second.equipment.placements.update(condition="broken")
    assert links()[1] == []


def test_list_counts_and_names_who_has_none(client, tree, page, django_assert_num_queries):
    take = sheets.make_stock_take(tree.tacuty, counted_on=DAY)
    sheets.make_line(take, make.make_equipment(tree.tacuty), result="missing")
    sheets.make_line(take)
    sheets.make_stock_take(tree.banpho, counted_on=date(2019, 12, 31), closed=True)
    client.force_login(make.make_member("reviewer", tree.district))
    with django_assert_num_queries(7):
        answer = client.get(reverse("communes:stocktake-list"))
    row = answer.context["table"].rows[0].record
    assert (row.on_books, row.missing, row.unexpected, row.differing, row.unchecked) == (1, 1, 1, 0, 0)
    assert answer.context["without"] == [tree.banpho, tree.office]
    for query, shown, without in (
        ({"year": "2019"}, 1, [tree.office, tree.tacuty]),
        ({"state": "open"}, 1, [tree.banpho, tree.office]),
        ({"unit": "xa-ban-pho"}, 1, [tree.banpho]),
    ):
        answer = client.get(reverse("communes:stocktake-list", query=query))
        assert len(answer.context["table"].rows) == shown, query
        assert answer.context["without"] == without, query


def test_every_column_of_the_list_sorts(client, tree):
    for unit, day in ((tree.tacuty, DAY), (tree.banpho, JUNE)):
        sheets.make_stock_take(unit, counted_on=day)
    client.force_login(make.make_member("leader", tree.district))
    for column in client.get(reverse("communes:stocktake-list")).context["table"].columns.iterall():
        for word in (column.name, f"-{column.name}"):
            answer = client.get(reverse("communes:stocktake-list", query={"sort": word}))
            assert len(answer.context["table"].rows) == 2


def test_official_sees_and_exports_the_own_unit_only(page, take, tree):
    other = sheets.make_stock_take(tree.banpho)
    sheets.make_line(other, name="Máy của Bản Phố")
    for verb in ("detail", "paper", "minutes", "history", "count", "close"):
        assert page.get(address(other, verb)).status_code == 404
    body = b"".join(page.get(reverse("communes:stocktake-list", query={"export": "csv"})).streaming_content).decode()
    assert "Tả Củ Tỷ" in body
    assert "Bản Phố" not in body


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_are_exported(page, take, kind):
    answer = page.get(take.get_absolute_url() + f"?export={kind}")
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(body.decode().lstrip("\ufeff"))))
        assert [row[2] for row in rows[1:3]] == ["A-1", "A-2"]


def test_paper_has_the_head_the_lines_and_places_to_sign(page, take):
    sheets.make_line(take, name="Máy thừa")
    for verb, has_found in (("paper", False), ("minutes", True)):
        text = page.get(address(take, verb)).content.decode()
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "HUYỆN BẮC HÀ" in text
        assert ("A-1" in text, "Máy thừa" in text, "31/07/2020" in text) == (True, has_found, True)
        assert "Thủ trưởng đơn vị" in text


def test_page_says_that_the_unit_has_ended(page, take, tree):
    assert "kết thúc từ" not in page.get(address(take, "count")).content.decode()
    tree.tacuty.valid_until = date(2020, 8, 1)
    tree.tacuty.save()
    for verb in ("detail", "count"):
        assert "kết thúc từ ngày 01/08/2020" in page.get(address(take, verb)).content.decode()


def test_administrator_opens_again_and_official_does_not_see_the_button(page, client, take, administrator):
    StockTake.objects.update(state="closed", closed_at="2020-08-01T00:00:00+07:00", closed_by=administrator)
    assert page.get(address(take, "reopen")).status_code == 403
    client.force_login(administrator)
    assert errors(send(client, address(take, "reopen"), reason="sót một máy")) == {}
    take.refresh_from_db()
    assert take.is_open
    assert errors(send(client, address(take, "delete"), reason="nhầm ngày")) == {}
    assert not StockTake.objects.exists()

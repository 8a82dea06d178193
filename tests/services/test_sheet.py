"""Several filings from a table: all or none, each bad row named, columns of persons dropped and said."""

from datetime import date

import pytest

from common.models import AuditEvent, Batch
from common.months import Month
from communes.models import Role
from services.models import Filing
from tests.factories.communes import close_month, make_member
from tests.factories.desk import make_filing, make_offer, make_procedure
from tests.services.pages import address, sentences, submit

HEAD = "Mã hồ sơ\tHọ và tên\tMã thủ tục\tTHỜI GIAN TIẾP NHẬN\tKênh nộp\tSĐT\tCán bộ"
NAME = "Giàng A Sính"


def line(number, procedure, received="06/07/2020 08:30", channel="trực tuyến", code="000.00.12.H38-200706-"):
    return f"{code}{number:04}\t{NAME}\t{procedure.code}\t{received}\t{channel}\t0912345678\tx"


@pytest.fixture
def clerk(official, client):
    official.language = "en"
    official.save()
    client.force_login(official)
    return client


def paste(clerk, *lines, head=HEAD):
    return submit(clerk, "filings-table", table="\r\n".join([head, *lines]))


def test_filings_are_entered_and_nothing_of_persons_is_kept(place, clerk, procedure):
    answer = paste(clerk, line(1, procedure), line(2, procedure, channel=""), "\t\t\t\t\t\t")
    said = str(next(iter(clerk.get(answer["Location"]).context["messages"])))
    assert "2 filings are entered" in said
    assert "Dropped because they name persons: Họ và tên, SĐT." in said
    assert "not known: Cán bộ" in said
    assert [row.channel for row in Filing.objects.order_by("code")] == ["online", "direct"]
    batch = Batch.objects.get(kind="filings_table")
    assert (batch.rows, set(Filing.objects.values_list("batch", flat=True))) == (2, {batch.pk})
    stored = str(list(Filing.objects.values())) + str(list(Batch.objects.values()))
    assert NAME not in stored
    assert "0912345678" not in stored


def test_each_bad_row_is_named_and_nothing_is_written(place, clerk, procedure):
    other, taken = make_procedure(), make_filing(place.tacuty, procedure)
    close_month(place.tacuty, Month(2020, 6))
    bad = {
        "does not offer": line(1, other),
        "no procedure with the code": line(2, procedure).replace(procedure.code, "9.999999"),
        "One of them is wrong": line(3, procedure, received="07/07/2020"),
        "not in the calendar": line(4, procedure, received="31/02/2020"),
        "no channel that is known": line(5, procedure, channel="bồ câu"),
        "looks like": line(6, procedure, code="x"),
        "has been entered already": line(0, procedure).replace("000.00.12.H38-200706-0000", taken.code),
        "same filing code": line(1, procedure),
    }
    answer = paste(clerk, *bad.values(), line(9, procedure))
    found = sentences(answer)["table"]
    assert len(found) == len(bad), found
    for words in bad:
        assert any(words in sentence for sentence in found), (words, found)
    assert [sentence.split(":")[0] for sentence in found] == [f"Row {number}" for number in range(1, len(bad) + 1)]
    assert NAME in answer.context["form"]["table"].value(), "the typing is kept on the page"
    assert Filing.objects.count() == 1
    assert not AuditEvent.objects.filter(action="filings.bulk_inserted").exists()
    closed = paste(clerk, line(1, procedure, received="08/06/2020", code="000.00.12.H38-200608-"))
    assert "06/2020" in str(sentences(closed))
    assert not Batch.objects.exists()


def test_of_procedures_with_one_code_the_one_offered_on_the_day_is_taken(place, clerk, procedure):
    begins = date(2020, 7, 1)
    procedure.offers.update(until=begins)
    type(procedure).objects.filter(pk=procedure.pk).update(valid_until=begins)
    after = make_procedure(code=procedure.code, valid_from=begins)
    make_offer(after, place.tacuty, since=begins)
    june = line(1, procedure, received="08/06/2020", code="000.00.12.H38-200608-")
    assert paste(clerk, june, line(2, procedure, channel="3")).status_code == 302
    found = Filing.objects.order_by("code").values_list("procedure", "channel", "result_channel")
    assert list(found) == [(procedure.pk, "online", "direct"), (after.pk, "postal", "postal")]


@pytest.mark.parametrize("head", ["Mã hồ sơ\tMã thủ tục", "Họ tên\tSĐT", ""])
def test_a_table_without_the_needed_columns_is_refused(place, clerk, procedure, head):
    assert sentences(paste(clerk, line(1, procedure), line(2, procedure), head=head))["table"]
    assert not Filing.objects.exists()


def test_only_officials_paste(place, client):
    client.force_login(make_member(Role.LEADER, place.district))
    assert client.get(address("filings-table")).status_code == 403

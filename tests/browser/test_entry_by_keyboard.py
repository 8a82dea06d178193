"""A clerk enters the papers of a morning without the mouse: every row right, and few keys a document."""

from datetime import date, timedelta

import pytest

from communes.models import Role
from devtools.bench import clerk, papers
from documents.models import Document, DocumentType
from tests.factories import communes as make
from tests.factories import documents as docs

# Ten minutes at a quarter of a second a key are 80 keys a document, waiting for the machine not counted.
KEYS_INCOMING, KEYS_OUTGOING = 75, 70
WEEKS = 8
HABITS = (
    "Về việc triển khai", "Về việc báo cáo", "Về việc rà soát", "Về việc phê duyệt kế hoạch", "Về việc thành lập Tổ",
    "Về việc giao dự toán kinh phí",
)  # fmt: skip


@pytest.fixture
def desk(transactional_db, log_in, context):
    """The commune with its clerk and what was typed in the weeks before: the same senders, the same turns of phrase."""
    context.set_default_timeout(60_000)
    make.open_calendar()
    tree = make.make_district()
    known = set()
    for number, paper in enumerate(papers.INCOMING[::2] * WEEKS):
        symbol = paper.code.partition("/")[2]
        day = date(2020, 7, 1) + timedelta(days=number % 28)
        docs.make_document(
            tree.tacuty, organ_name=paper.sender, code=f"{number}/{symbol}", registered_on=day,
            subject=f"{HABITS[number % len(HABITS)]} số {number}",
        )  # fmt: skip
        known |= {paper.sender, symbol}
    log_in(make.make_member(Role.OFFICIAL, tree.tacuty))
    return tree.tacuty, known


def kind_of(paper) -> str:
    """The kind that a paper is, by the first group of its symbol or by what the clerk types."""
    short = paper.kind or paper.code.partition("/")[2].partition("-")[0]
    found = DocumentType.objects.exclude(abbreviation="").filter(abbreviation__iexact=short).first()
    return found.name if found else "Công văn"


def test_thirty_incoming_documents_by_keyboard(desk, page, trouble):
    unit, known = desk
    before = set(Document.objects.values_list("pk", flat=True))
    page.goto("/documents/incoming/new/")
    typist = clerk.Clerk(page, known)
    seconds = clerk.enter_incoming(typist, papers.INCOMING)
    rows = Document.objects.exclude(pk__in=before).order_by("pk").select_related("type")
    assert [(row.organ_name, row.code, row.subject) for row in rows] == [
        (paper.sender, paper.code, paper.subject) for paper in papers.INCOMING
    ]
    assert [row.number for row in rows] == list(range(1, len(papers.INCOMING) + 1))
    assert {(row.unit, row.registered_on, row.medium) for row in rows} == {(unit, date(2020, 8, 3), "electronic")}
    days = [f"{row.issued_on.day}/{row.issued_on.month}" for row in rows]
    assert days == [paper.issued if "/" in paper.issued else f"{paper.issued}/8" for paper in papers.INCOMING]
    assert [row.type.name for row in rows] == [kind_of(paper) for paper in papers.INCOMING]
    print(f"{typist.keys} keys, {seconds:.0f} s of waiting")
    assert typist.keys / len(papers.INCOMING) < KEYS_INCOMING
    assert not trouble.all()


def test_ten_outgoing_documents_by_keyboard(desk, page, trouble):
    page.goto("/documents/outgoing/new/")
    typist = clerk.Clerk(page, {papers.DISTRICT})
    seconds = clerk.enter_outgoing(typist, papers.OUTGOING, papers.SIGNER, papers.POSITION)
    rows = Document.objects.outgoing().order_by("pk")
    assert [(row.subject, row.recipients) for row in rows] == [
        (paper.subject, "; ".join(paper.recipients)) for paper in papers.OUTGOING
    ]
    assert {(row.signer, row.position) for row in rows} == {(papers.SIGNER, papers.POSITION)}
    assert [row.number for row in rows] == list(range(1, len(papers.OUTGOING) + 1))
    assert rows[2].code == "03/QĐ-UBND"
    print(f"{typist.keys} keys, {seconds:.0f} s of waiting")
    assert typist.keys / len(papers.OUTGOING) < KEYS_OUTGOING
    assert not trouble.all()


def test_a_double_is_asked_about_once_and_a_list_is_not_changed_by_accident(desk, page, trouble):
    unit, _known = desk
    docs.make_document(unit, organ_name="UBND xã Cốc Lầu", code="7777/BC-UBND", issued_on=date(2020, 7, 6))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/documents/incoming/new/")
    assert page.locator("button.primary").last.is_visible()
    assert page.evaluate("document.querySelector('.in-reach').getBoundingClientRect().bottom <= innerHeight")
    for name, value in {"organ_name": "UBND xã Cốc Lầu", "code": "7777/BC-UBND", "issued_on": "6/7"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=subject]", "Báo cáo")
    page.focus("[name=urgency]")
    page.keyboard.press("ArrowRight")
    assert page.input_value("[name=urgency]") == "normal"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-asks]")
    assert page.evaluate("document.activeElement.matches('[data-asks]')")
    assert page.inner_text("main").count("trùng với văn bản đã ghi") == 1
    box = page.locator("[name=despite]").bounding_box()
    assert 0 < box["y"] < 768 - box["height"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incoming/new/?after=*")
    assert Document.objects.filter(code="7777/BC-UBND").count() == 2
    assert not trouble.all()

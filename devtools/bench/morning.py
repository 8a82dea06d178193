"""How long a clerk of the demo takes for thirty documents that arrive and ten that go out, beside ten minutes a thirty.

The seconds are those of the hands, at a quarter of a second a key, and all that the machine makes the clerk wait.
"""

from accounts.demo import DEMO_PASSWORD
from communes.models import Unit
from devtools.bench import clerk, papers, served
from devtools.shell import chromium
from documents.models import Document

USER, UNIT = "tacuty", "xa-ta-cu-ty"
ALLOWED = clerk.MINUTES * 60 / clerk.PAPERS_IN_THEM


def entering() -> list[dict]:
    """Rows for the report; nothing where Chromium is not installed. The documents stay in the database."""
    program = chromium()
    if program is None:
        print("Chromium is not installed: no clerk was measured")
        return []
    from playwright.sync_api import sync_playwright

    known = _typed_before()
    with (
        served.server("bacha.wsgi:application", "bacha.settings") as port,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"]) as browser,
    ):
        page = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="vi-VN").new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=username]", USER)
        page.fill("input[name=password]", DEMO_PASSWORD)
        with page.expect_navigation():
            page.click("main button[type=submit]")
        page.goto("/documents/incoming/new/")
        typist = clerk.Clerk(page, known)
        arriving = _row("incoming", typist, papers.INCOMING, clerk.enter_incoming(typist, papers.INCOMING))
        page.goto("/documents/outgoing/new/")
        typist = clerk.Clerk(page, {papers.DISTRICT})
        waited = clerk.enter_outgoing(typist, papers.OUTGOING, papers.SIGNER, papers.POSITION)
    return [arriving, _row("outgoing", typist, papers.OUTGOING, waited)]


def _typed_before() -> set[str]:
    rows = Document.objects.incoming().filter(unit=Unit.objects.get(slug=UNIT)).order_by("-registered_on", "-pk")[:1000]
    known = {papers.DISTRICT}
    for code, sender in rows.values_list("code", "organ_name"):
        known |= {sender, code.partition("/")[2]}
    return known


def _row(what: str, typist: clerk.Clerk, done: list, waited: float) -> dict:
    ours, beside = typist.keys * clerk.SECONDS_A_KEY + waited, ALLOWED * len(done)
    name = f"{len(done)} {what}, {typist.keys} keys, {waited:.0f} s waited"
    return {"name": name, "ours": ours, "beside": beside, "ratio": ours / beside, "goal": 1.0}

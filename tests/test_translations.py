"""Everybody reads Vietnamese, or English where he chose it: the catalogue is complete, and no page mixes the two."""

import re
from datetime import date
from pathlib import Path

import django
import django_filters
import django_tables2
import polib
import pytest
from django.contrib.admin.utils import label_for_field
from django.test import RequestFactory
from django.utils.formats import date_format
from django.utils.translation import override, trans_real

from communes.models import Role
from devtools.messages import in_python, in_template, used
from devtools.translations import CATALOGUE, ROOT, SCRIPTS, problems
from tests import reading
from tests.factories import communes as ground
from tests.factories import desk
from tests.factories import documents as papers
from tests.routes import all_routes, model_admins

DJANGO = Path(django.__file__).parent
PARTS = {
    "django": DJANGO / "conf",
    **{f"django.contrib.{name}": DJANGO / "contrib" / name for name in ("admin", "auth", "contenttypes", "sessions")},
}
# Names of the world's languages, and Django's own first page of an empty project.
NEVER_SHOWN = ("conf/global_settings.py", "views/templates/default_urlconf.html")
# In both languages alike: the register's own kinds, abbreviations, and what is typed.
ALIKE = {"LAN", "SHA-256", "Internet", "internet", "camera", "dd/mm/yyyy", "mm/yyyy", "dd/mm/yyyy hh:mm"}


def test_catalogue_has_every_text_of_ours():
    assert problems(CATALOGUE, used(ROOT)) == []


def test_catalogue_of_scripts_is_complete():
    assert problems(SCRIPTS, []) == []


def of_django(part: str, domain: str) -> set[tuple]:
    """(context, text) of what Django asks for, out of the English catalogue that comes with it."""
    path = PARTS[part] / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    shown = [e for e in polib.pofile(str(path)) if not any(p in NEVER_SHOWN for p, _line in e.occurrences)]
    return {(entry.msgctxt, entry.msgid) for entry in shown}


def of_package(package) -> set[tuple]:
    """The same, read out of a package's sources."""
    folder = Path(package.__file__).parent
    found = [m for path in folder.rglob("*.py") for m in in_python(path.read_text("utf-8"), path.name)]
    found += [m for path in folder.rglob("*.html") for m in in_template(path.read_text("utf-8"), path.name)]
    return {(message.context, message.text) for message in found}


def without_vietnamese(translation, asked: set[tuple]) -> list[str]:
    """The texts that the loaded catalogues have no translation for."""
    have = {key[0] if isinstance(key, tuple) else key for key in translation._catalog.keys()}  # noqa: SIM118 - no dict, it has no __iter__
    keys = {(text if context is None else f"{context}\x04{text}") for context, text in asked}
    return sorted(keys - have)


@pytest.mark.parametrize("part", PARTS)
def test_texts_of_django_are_in_vietnamese(part):
    assert without_vietnamese(trans_real.translation("vi"), of_django(part, "django")) == []


@pytest.mark.parametrize("package", [django_tables2, django_filters], ids=lambda package: package.__name__)
def test_texts_of_packages_are_in_vietnamese(package):
    assert without_vietnamese(trans_real.translation("vi"), of_package(package)) == []


def test_months_and_days_of_the_week_are_named_in_vietnamese():
    """Django names them by texts that a page must not use in another sense: "May" is a month."""
    with override("vi"):
        months = [date_format(date(2020, number, 1), "F") for number in range(1, 13)]
        days = [date_format(date(2020, 6, number), "l") for number in range(1, 8)]
    assert months == [f"Tháng {number}" for number in range(1, 13)]
    assert days == ["Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật"]


def test_texts_of_the_administrations_scripts_are_in_vietnamese():
    folder = PARTS["django.contrib.admin"] / "locale"
    loaded = trans_real.DjangoTranslation("vi", domain="djangojs", localedirs=[str(folder)])
    assert without_vietnamese(loaded, of_django("django.contrib.admin", "djangojs")) == []


def test_a_text_without_vietnamese_is_found():
    asked = {(None, "Save"), (None, "Never heard of"), ("there", "Save and go")}
    assert without_vietnamese(trans_real.translation("vi"), asked) == ["Never heard of", "there\x04Save and go"]


def written_in(script: str) -> list[str]:
    """Literals of a script that read like a text: they would be in one language for everybody."""
    found = re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"|`([^`]*)`", re.sub(r"^\s*//.*$", "", script, flags=re.M))
    return [text for pair in found for text in pair if re.match(r"[A-ZÀ-Ỹ][\wÀ-ỹ]* [\wÀ-ỹ]+|\w*[À-ỹ]", text)]


def test_scripts_have_their_texts_from_the_page():
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    assert [(path.name, text) for path in scripts for text in written_in(path.read_text("utf-8"))] == []
    assert written_in('a = "Save it"; b = `Lưu ${c}`; d = "max-width: 5px"; e = ".field input"') == [
        "Save it",
        "Lưu ${c}",
    ]


@pytest.mark.parametrize(("catalogue", "domain"), [(CATALOGUE, "django"), (SCRIPTS, "djangojs")])
def test_texts_kept_for_packages_are_still_asked_for(catalogue, domain):
    asked = {"django_tables2": of_package(django_tables2), "django_filters": of_package(django_filters)}
    asked |= {part: of_django(part, domain) for part in PARTS if domain == "django" or part.endswith("admin")}
    kept = [entry for entry in polib.pofile(str(catalogue)) if entry.comment]
    assert [entry.msgid for entry in kept if (entry.msgctxt, entry.msgid) not in asked[entry.comment]] == []


@pytest.fixture
def place(db):
    """A small district with a row of every register."""
    ground.open_calendar()
    tree = ground.make_district()
    holder = ground.make_staff(tree.tacuty)
    ground.make_equipment(tree.tacuty, holder=holder)
    ground.make_connection(tree.tacuty)
    ground.make_village(tree.tacuty)
    ground.make_software_use(ground.make_software(lead=tree.office), tree.tacuty)
    papers.make_document(tree.tacuty)
    papers.make_document(tree.tacuty, "outgoing")
    desk.make_filing(tree.tacuty, desk.make_procedure(offered_by=[tree.tacuty], level="3"))
    desk.make_treasury_month(tree.tacuty)
    desk.make_meeting(tree.district, attended=[tree.tacuty], absent=[tree.banpho])
    desk.make_holiday()
    desk.make_swap()
    return tree


def pages(client, names) -> dict[str, set[str]]:
    """Address -> texts of each page without arguments that this person may open; forms are sent empty too."""
    found = {}
    for name, pattern in all_routes():
        if "<" in pattern or "(?P" in pattern or not names(name) or "logout" in name or "jsi18n" in name:
            continue
        answers = [client.get(f"/{pattern}")]
        if answers[0].status_code == 200 and 'method="post"' in answers[0].content.decode():
            answers.append(client.post(f"/{pattern}", {"csrfmiddlewaretoken": "x"}))
        for answer in answers:
            if "text/html" in answer.get("Content-Type", ""):
                found[f"/{pattern}"] = found.get(f"/{pattern}", set()) | reading.texts(answer.content.decode())
    return found


def person(role: str, tree, language: str = "vi"):
    """A member of the unit where the role is at home."""
    unit = tree.tacuty if role in (Role.OFFICIAL, Role.HEAD) else tree.district
    return ground.make_member(role, unit, language=language)


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.HEAD, Role.REVIEWER, Role.LEADER, Role.AUDITOR])
def test_pages_have_no_english_for_who_reads_vietnamese(role, place, client):
    client.force_login(person(role, place))
    found = pages(client, lambda name: not name.startswith(("admin:", "api")))
    assert len(found) >= 5
    assert reading.english_in(found, reading.Data()) == []


@pytest.mark.parametrize("page", ["/no-such-page/", "/accounts/login/", "/units/nowhere/"])
def test_pages_of_strangers_have_no_english(page, place, client):
    assert reading.english_in({page: reading.texts(client.get(page).content.decode())}, reading.Data()) == []


@pytest.mark.parametrize("model_admin", model_admins(), ids=lambda each: each.model._meta.label)
def test_columns_and_fields_of_the_administration_have_words(model_admin):
    request = RequestFactory().get("/")
    request.user = type("Anybody", (), {"is_superuser": True, "pk": 1})()
    names = {name for name in model_admin.list_display if name != "__str__"} | set(model_admin.fields or ())
    form = model_admin.form
    for name in names - set(form.declared_fields):
        with override("en"):
            english = str(label_for_field(name, model_admin.model, model_admin))
        with override("vi"):
            vietnamese = str(label_for_field(name, model_admin.model, model_admin))
        assert english in ALIKE or english != vietnamese, name

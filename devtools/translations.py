"""Is every text of the pages in Vietnamese, and does the compiled catalogue say so?

`python -m devtools.translations` checks; `… update` adds new texts to the catalogue, with an empty translation, drops
those that nobody asks for any more, and compiles it. Needs no gettext programs: they are not on every machine.

Texts of Django and other packages without (good) Vietnamese of their own stand in the catalogue too; their
comment names the package, and `update` leaves them alone.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import polib

from devtools.messages import Message, placeholders, used

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
# Texts of the administration's scripts: all of them belong to Django.
SCRIPTS = CATALOGUE.with_name("djangojs.po")
HEADER = {
    "Project-Id-Version": "bacha",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def main(arguments: list[str]) -> int:
    """Returns 0 when complete; otherwise prints one line per problem and returns 1."""
    messages = used(ROOT)
    if arguments == ["update"]:
        update(CATALOGUE, messages)
        update(SCRIPTS, [])
    found = problems(CATALOGUE, messages) + problems(SCRIPTS, [])
    for problem in found:
        print(problem)
    if not found:
        print(f"{len(messages)} texts, all in Vietnamese.")
    return 1 if found else 0


def problems(catalogue: Path, messages: Iterable[Message]) -> list[str]:
    """Sentences on what is missing, doubtful or not compiled in the .po file `catalogue`."""
    name = catalogue.name
    if not catalogue.exists():
        return [f"There is no Vietnamese catalogue yet: {catalogue} (python -m devtools.translations update makes it)."]
    po = polib.pofile(str(catalogue))
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    places = {(message.context, message.text): message.place for message in messages}
    found = [f"{place}: not in {name}: {key[1]!r}" for key, place in places.items() if key not in entries]
    unused = [entry for key, entry in entries.items() if key not in places and not entry.comment]
    for entry in unused + po.obsolete_entries():
        found.append(f"{name}:{entry.linenum}: nobody asks for it any more: {entry.msgid!r}")
    for entry in entries.values():
        found += [f"{name}:{entry.linenum}: {fault}: {entry.msgid!r}" for fault in _faults(entry)]
    return found + _compiled(catalogue, po)


def _faults(entry: polib.POEntry) -> Iterable[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.translated() and not entry.fuzzy:
        yield "not translated"
        return
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if entry.msgid_plural and len(translations) != 1:
        yield "Vietnamese has one plural form, not more"
    expected = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for translation in translations:
        if entry.translated() and placeholders(translation) != expected:
            yield f"placeholders {sorted(expected)} became {sorted(placeholders(translation))}"


def _compiled(catalogue: Path, po: polib.POFile) -> list[str]:
    path = catalogue.with_suffix(".mo")
    if not path.exists():
        return [f"{path.name} is missing (python -m devtools.translations update makes it)."]
    if _content(polib.mofile(str(path))) != _content(po.translated_entries()):
        return [f"{path.name} is older than {catalogue.name} (python -m devtools.translations update renews it)."]
    return []


def _content(entries: Iterable) -> dict:
    return {
        (entry.msgctxt, entry.msgid): tuple(entry.msgstr_plural.values()) or entry.msgstr
        for entry in entries
        if entry.msgid
    }


def update(catalogue: Path, messages: Iterable[Message]) -> None:
    """Write the texts in order of their files, with the translations they have, then those of packages, and the .mo."""
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    old = polib.pofile(str(catalogue)) if catalogue.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    po = polib.POFile(wrapwidth=110)
    po.metadata = old.metadata or dict(HEADER)
    for message in messages:
        entry = known.pop((message.context, message.text), None) or _entry(message)
        entry.occurrences, entry.comment = [(message.place.rpartition(":")[0], "")], ""
        po.append(entry)
    po.extend(entry for entry in known.values() if entry.comment)
    po.save(str(catalogue))
    po.save_as_mofile(str(catalogue.with_suffix(".mo")))


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context, msgid_plural=message.plural or "")
    if message.plural:
        entry.msgstr_plural = {0: ""}
    return entry


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

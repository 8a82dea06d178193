"""A clerk at the forms for documents: keyboard only, counting keys. Shared by `dev.py bench` and the browser tests.

Papers are typed as an experienced clerk does it: what the unit has typed before is taken from the suggestions once it
stands among the first three, everything else is written out. Keys are those of Telex, the usual way of typing
Vietnamese: each mark is a key of its own (ề is e, e, f), and so is Shift before each run of capitals.
"""

import re
import time
import unicodedata
from dataclasses import dataclass, field

SECONDS_A_KEY = 0.25
MINUTES, PAPERS_IN_THEM = 10, 30
SEEN = 3  # suggestions that are taken in at a glance
LOOKS = (2, 4, 7, 10, 14, 18)  # after so many letters the eye goes to the list
WORTH_TAKING = 4  # letters that a suggestion must save
# What is offered for the text as it stands, once the answer to exactly that is there.
OFFERED = """() => {
    const input = document.activeElement, list = input.nextElementSibling;
    const text = input.name === "recipients" ? input.value.split(";").at(-1) : input.value;
    return list.dataset.of === text.trim() ? [...list.children].map(item => item.textContent) : null;
}"""
REGARDING = "Về việc "


@dataclass(frozen=True)
class Paper:
    """A document as it lies on the desk; `issued` as the clerk types it, `kind` where the notation does not say it."""

    sender: str
    code: str
    issued: str
    subject: str
    kind: str = ""


@dataclass(frozen=True)
class Issued:
    """An outgoing document; `kind` as the clerk types it."""

    kind: str
    subject: str
    recipients: tuple[str, ...]


def telex(text: str) -> int:
    """The keys that a text takes: `Về` is V with Shift, e, e, f."""
    parts = unicodedata.normalize("NFD", text)
    keys = len(parts) + sum(letter in "đĐ" for letter in parts)
    return keys + len(re.findall(r"[^\W\d_a-zđ]+", "".join(c for c in parts if not unicodedata.combining(c))))


@dataclass
class Clerk:
    """Types into a page of Playwright and counts. `known`: what the unit has typed before, or what units are called."""

    page: object
    known: set[str] = field(default_factory=set)
    keys: int = 0

    def type(self, text: str) -> None:
        self.keys += telex(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """One key, or several at once: `Control+Enter` counts two."""
        self.keys += len(key.split("+"))
        self.page.keyboard.press(key)

    def look(self, text: str) -> list[str]:
        """Type and read the suggestions that this brings."""
        self.type(text)
        return self.page.wait_for_function(OFFERED).json_value()[:SEEN]

    def take(self, place: int) -> None:
        """The first suggestion with the arrow to the right, another one with arrows down and Enter."""
        if place == 0:
            return self.press("ArrowRight")
        for _step in range(place + 1):
            self.press("ArrowDown")
        return self.press("Enter")

    def fill(self, text: str) -> None:
        """A whole field that takes free text: known texts by their beginning without marks, others in full."""
        if text in self.known:
            plain = _plain(text)
            before = 0
            for letters in (*LOOKS, len(plain)):
                offered = self.look(plain[before:letters])
                before = letters
                if text in offered:
                    return self.take(offered.index(text))
            self.press("Control+a")
        self.type(text)
        self.known.add(text)
        return self.press("Enter")

    def fill_recipient(self, text: str) -> None:
        """One of several: a suggestion brings its own semicolon."""
        if text not in self.known:
            self.known.add(text)
            return self.type(f"{text}; ")
        plain, before = _plain(text), 0
        for letters in (*LOOKS, len(plain)):
            offered = self.look(plain[before:letters])
            before = letters
            if text in offered:
                return self.take(offered.index(text))
        raise LookupError(f"{text} was not offered")

    def fill_code(self, code: str) -> None:
        """Number and slash; the symbol behind it as soon as it is offered."""
        number, slash, symbol = code.partition("/")
        if symbol in self.known:
            offered = self.look(number + slash)
            typed = 0
            while code not in offered and typed < len(symbol):
                offered = self.look(symbol[typed])
                typed += 1
            if code in offered:
                return self.take(offered.index(code))
        else:
            self.type(code)
            self.known.add(symbol)
        return self.press("Enter")

    def fill_subject(self, text: str) -> None:
        """With its marks from the first letter on; a beginning that is offered is taken when it saves enough."""
        typed = 0
        if text.startswith(REGARDING):
            self.type("vv ")
            typed = len(REGARDING)
        for letters in LOOKS:
            if letters <= typed:
                continue
            if letters >= len(text):
                break
            offered = self.look(text[typed:letters])
            typed = letters
            fits = [found for found in offered if text.startswith(found) and len(found) - typed >= WORTH_TAKING]
            if fits:
                longest = max(fits, key=len)
                self.take(offered.index(longest))
                typed = len(longest)
                break
        self.type(text[typed:])

    def save(self) -> None:
        """Save and wait until the next form stands there."""
        before = self.page.url
        self.press("Control+Enter")
        self.page.wait_for_url(lambda url: url != before and "after=" in url)
        self.page.wait_for_function("() => document.activeElement.matches('[data-first]')")


def enter_incoming(clerk: Clerk, papers: list[Paper]) -> float:
    """Type them one after the other into the form that is open; returns the seconds without the clerk's own."""
    started = time.perf_counter()
    sender = ""
    for paper in papers:
        if paper.sender == sender:
            clerk.press("Enter")  # the last sender stands there
        else:
            clerk.fill(paper.sender)
        sender = paper.sender
        clerk.fill_code(paper.code)
        clerk.type(paper.issued)
        clerk.press("Enter")
        if paper.kind:
            clerk.type(paper.kind)
            clerk.press("Enter")
        clerk.fill_subject(paper.subject)
        clerk.save()
    return time.perf_counter() - started


def enter_outgoing(clerk: Clerk, papers: list[Issued], signer: str, position: str) -> float:
    """The same for what the unit issues; signer and position are typed once and stay."""
    started = time.perf_counter()
    for place, paper in enumerate(papers):
        clerk.type(paper.kind)
        clerk.press("Enter")
        clerk.fill_subject(paper.subject)
        clerk.press("Enter")
        if place == 0:
            clerk.fill(signer)
            clerk.type(position)
        else:
            clerk.press("Enter")
        clerk.press("Enter")
        for recipient in paper.recipients:
            clerk.fill_recipient(recipient)
        clerk.save()
    return time.perf_counter() - started


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

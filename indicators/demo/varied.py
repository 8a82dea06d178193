"""Abstracts, senders, signers and recipients in as many different words as real registers have, for measuring.

Vietnamese data, put together by chance: no person, place or case in it is meant.
"""

from pathlib import Path

from documents.models import DocumentType
from indicators.demo.draw import Draw, Weighted
from indicators.demo.words import INCOMING_KINDS, OUTGOING_KINDS, Organ, abstract, notation


def _read() -> dict[str, list[str]]:
    """The lines of data/varied.txt by section."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "data" / "varied.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = here = []
        elif not line.startswith("#"):
            here.append(line)
    return found


_LINES = _read()
_SURNAMES, _MIDDLE, _GIVEN, _PLACES = (
    " ".join(_LINES[name]).split() for name in ("surnames", "middle", "given", "places")
)
# The first are the most frequent.
_BY_FREQUENCY = Weighted((name, 1 / (place + 2)) for place, name in enumerate(_SURNAMES))
# Of the syllables of places names are made, two at a time.
_FIELDS, _ACTS, _POSTS, _TO = (_LINES[name] for name in ("fields", "acts", "posts", "recipients"))
_AGENCIES = [tuple(part.strip() for part in line.split("|")) for line in _LINES["agencies"]]


def _one(draw: Draw, values):
    return values[int(draw.random() * len(values))]


def place(draw: Draw) -> str:
    """The name of a place that may not exist."""
    return f"{_one(draw, _PLACES)} {_one(draw, _PLACES)}"


def person(draw: Draw) -> str:
    """The name of a person that may not exist."""
    return f"{draw.one(_BY_FREQUENCY)} {_one(draw, _MIDDLE)} {_one(draw, _GIVEN)}"


def subject(draw: Draw, kind: str, month: int) -> str:
    """An abstract: a third as in the demo, the others about one of many matters, mostly with a place or person."""
    chance = draw.random()
    if chance < 0.35:
        return abstract(draw, kind, month)
    tail = ("", f" tại xã {place(draw)}", f" của ông {person(draw)}", f" của bà {person(draw)}, thôn {place(draw)}",
            f" theo Công văn số {draw.randint(1, 3000)}/UBND-{_one(draw, _AGENCIES)[1]}", f" huyện {place(draw)}",
            f" đợt {draw.randint(1, 4)} năm {draw.randint(2017, 2021)}")  # fmt: skip
    return f"V/v {_one(draw, _ACTS)} {_one(draw, _FIELDS)}{_one(draw, tail)}"


def organ(draw: Draw, usual: list[Organ]) -> Organ:
    """Who writes: mostly one of those that write every day, else one of thousands."""
    if draw.random() < 0.6:
        return _one(draw, usual)
    name, agency, drafting = _one(draw, _AGENCIES)
    return Organ(f"{name} {place(draw)}", agency, drafting)


def incoming(draw: Draw, usual: list[Organ], types: dict[str, DocumentType], month: int) -> dict:
    """Kind, sender, notation, abstract and signer of an incoming document."""
    kind, sender = draw.one(INCOMING_KINDS), organ(draw, usual)
    return {
        "type": types[kind], "organ_name": sender.name, "subject": subject(draw, kind, month),
        "code": notation(draw.randint(1, 3000), types[kind].abbreviation, sender),
    }  # fmt: skip


def outgoing(draw: Draw, signers: list[tuple[str, str]], types: dict[str, DocumentType], month: int) -> dict:
    """Kind, abstract, signer with position, and recipients of an outgoing document; one of the unit's own signers."""
    kind = draw.one(OUTGOING_KINDS)
    signer, position = _one(draw, signers)
    named = dict.fromkeys(_one(draw, _TO) for _ in range(draw.randint(1, 3)))
    return {
        "type": types[kind], "subject": subject(draw, kind, month), "signer": signer, "position": position,
        "recipients": "; ".join([*named, "Lưu: VT"]),
    }  # fmt: skip


def signers(draw: Draw) -> list[tuple[str, str]]:
    """Three who sign at a unit, with their positions."""
    return [(person(draw), _one(draw, _POSTS)) for _ in range(3)]

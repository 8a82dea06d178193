"""Successions in words: how units came to be what they are and what became of them. Pure functions."""

from django.utils.translation import gettext as _

from common import display
from communes.models import Reorganisation, ReorganisationKind, Succession, Unit

KIND = ReorganisationKind


def came(link: Succession) -> str:
    """How a unit came into being or grew, told at the successor: "Took over xã Bản Già on 01/03/2020 (896/NQ-…)"."""
    words = {
        KIND.SPLIT: _("took over %(share)s of %(unit)s, which was split,"),
        KIND.RENAME: _("was renamed; before %(unit)s"),
        KIND.MOVE: _("moved to where it belongs now; before %(unit)s"),
        KIND.CREATE: _("was created out of %(unit)s"),
        KIND.ABOLISH: _("took over %(unit)s, which was abolished,"),
    }
    return _told(link, words, _("took over %(unit)s"), link.predecessor)


def went(link: Succession) -> str:
    """What became of a unit, told at the predecessor: "Became part of xã Tả Củ Tỷ on 01/03/2020 (896/NQ-…)"."""
    words = {
        KIND.SPLIT: _("was split; %(share)s went to %(unit)s"),
        KIND.RENAME: _("was renamed %(unit)s"),
        KIND.MOVE: _("moved; goes on as %(unit)s"),
        KIND.CREATE: _("went into the new %(unit)s"),
        KIND.ABOLISH: _("was abolished; went to %(unit)s"),
    }
    return _told(link, words, _("became part of %(unit)s"), link.successor)


def history(unit: Unit) -> list[str]:
    """Everything that happened to a unit whose links were read with it, what it took over first."""
    taken, given = in_order(unit.predecessor_links.all()), in_order(unit.successor_links.all())
    found = [came(link) for link in taken] + [went(link) for link in given]
    if unit.founding is not None and not any(link.reorganisation_id == unit.founding_id for link in taken):
        found.insert(0, _alone(_("was founded"), unit.founding))
    if unit.ending is not None and not any(link.reorganisation_id == unit.ending_id for link in given):
        found.append(_alone(_("was abolished"), unit.ending))
    return found


def _alone(what: str, act: Reorganisation) -> str:
    """What happened without another unit: "Was founded on 01/07/2025 (…)"."""
    words = {"what": what, "day": display.day(act.effective_on), "resolution": act.resolution}
    return display.sentence_case(_("%(what)s on %(day)s (%(resolution)s)") % words)


def in_order(links) -> list[Succession]:
    """Successions by day."""
    return sorted(links, key=lambda link: (link.reorganisation.effective_on, link.pk))


def by_predecessor(act: Reorganisation) -> list[tuple[Unit, list[Succession]]]:
    """Each unit that a reorganisation ended with the successions from it, in the order of their names."""
    found: dict[int, tuple[Unit, list[Succession]]] = {}
    for link in sorted(act.successions.all(), key=lambda link: (link.predecessor.sort_key, link.successor.sort_key)):
        found.setdefault(link.predecessor_id, (link.predecessor, []))[1].append(link)
    return list(found.values())


def begun_alone(act: Reorganisation) -> list[Unit]:
    """Units that an act founded out of nothing; read with `founded` and `successions`."""
    heirs = {link.successor_id for link in act.successions.all()}
    return [unit for unit in act.founded.all() if unit.pk not in heirs]


def ended_alone(act: Reorganisation) -> list[Unit]:
    """Units that an act ended without a successor; read with `ended` and `successions`."""
    gone = {link.predecessor_id for link in act.successions.all()}
    return [unit for unit in act.ended.all() if unit.pk not in gone]


def share(link: Succession) -> str:
    """The share of a succession: "60,00 %"."""
    return display.share(link.share * 100)


def _told(link: Succession, words: dict, otherwise: str, other: Unit) -> str:
    act = link.reorganisation
    kind = act.kind if act.kind != KIND.SPLIT or link.share != 1 else ""
    what = words.get(kind, otherwise) % {"unit": other.full_name, "share": share(link)}
    if kind != KIND.SPLIT and link.share != 1:
        what = _("%(what)s (share %(share)s)") % {"what": what, "share": share(link)}
    text = _("%(what)s on %(day)s (%(resolution)s)") % {
        "what": what,
        "day": display.day(act.effective_on),
        "resolution": act.resolution,
    }
    return display.sentence_case(text)

"""What a browser does with our forms, and the registers that all page tests go through."""

from dataclasses import dataclass, field

from django.forms import BooleanField
from django.urls import NoReverseMatch, reverse

from communes.models import Unit
from tests.factories import communes as make

ACTS = (
    "edit", "condition", "move", "fault", "repair", "propose", "withdraw", "liquidate", "post", "skills", "training",
    "leave", "upgrade", "end", "count", "lead", "change",
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """A register for the tests: how to make a record of a unit, and a form that adds one."""

    name: str
    make: object
    new: dict = field(default_factory=dict)

    def address(self, verb: str, obj=None, **query) -> str | None:
        """The address of a page, None where the register has no such page."""
        try:
            args = [obj.pk] if obj is not None else []
            return reverse(f"communes:{self.name}-{verb}", args=args, query=query or None)
        except NoReverseMatch:
            return None

    def acts(self, obj) -> list[str]:
        """The addresses of everything that changes the record."""
        return [address for verb in ACTS if (address := self.address(verb, obj))]


def _use(unit: Unit):
    return make.make_software_use(make.make_software(), unit)


REGISTERS = [
    Register("equipment", make.make_equipment, {"kind": "printer", "name": "Canon LBP 2900"}),
    Register("staff", make.make_staff, {"full_name": "Lý A Sẻng", "position": "Chủ tịch UBND"}),
    Register("connection", make.make_connection, {"kind": "lan", "technology": "wired"}),
    Register("village", make.make_village, {"name": "Sảng Mào Phố", "households_online": "10"}),
    Register("software-use", _use, {"accounts": "5", "accounts_active": "4"}),
]


def shown(form) -> dict[str, str]:
    """The values that a browser would send back untouched."""
    values = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(bound.field, BooleanField):
            value = "on" if value else None
        elif hasattr(bound.field.widget, "format_value"):
            value = bound.field.widget.format_value(value)
        value = value[0] if isinstance(value, list) and value else value
        if value not in (None, []):
            values[bound.html_name] = str(value)
    return values


def send(client, url: str, /, *, without=(), **typed):
    """Open the page, type, and send it; the answer to the POST. `without`: fields not sent at all."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    values = shown(page.context["form"]) | {key: str(value) for key, value in typed.items()}
    return client.post(url, {key: value for key, value in values.items() if key not in without})


def submit(client, name: str, obj=None, /, **typed):
    """As `send`, by the name of the page: `submit(client, "equipment-edit", device, name="HP", reason="…")`."""
    return send(client, reverse(f"communes:{name}", args=[obj.pk] if obj is not None else []), **typed)


def errors(answer) -> dict[str, list[str]]:
    """The sentences on the form, by field; empty when the form was accepted."""
    if answer.status_code == 302:
        return {}
    return dict(answer.context["form"].errors) or {"?": ["refused without a sentence"]}

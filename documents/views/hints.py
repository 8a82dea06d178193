"""What the entry form asks while somebody types: how the text may go on, and whether the document is there already.

Asked by POST, though nothing is written: what is typed of a document must stand in no address, which web servers log.
"""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views import View

from common import clock
from common.lookups import SEPARATOR
from common.quick import QuickDayField
from communes.models import Unit
from documents import completion, doubles
from documents.models import Direction, Document

LONGEST = 300


class TypingView(View):
    """Answers for one unit in which the person writes, `unit` its number or slug; for any other, as for none."""

    def post(self, request, *args, **kwargs):
        """The answer as JSON: an empty one for a unit out of reach or a word that is not known."""
        unit, direction = self.unit(), self.word("direction")
        known = unit is not None and direction in Direction.values
        return JsonResponse({"results": self.results(unit, direction) if known else []})

    def results(self, unit: Unit, direction: str) -> list[dict]:
        """What is found, with `text` in each row."""
        raise NotImplementedError

    def word(self, name: str) -> str:
        """A word of what was sent."""
        return self.request.POST.get(name, "").replace("\x00", "")[:LONGEST]

    def unit(self) -> Unit | None:
        """The unit, within the scope of the person."""
        named = self.word("unit").rpartition(SEPARATOR)[2].strip()
        units = Unit.objects.writable_by(self.request.user)
        is_number = named.isascii() and named.isdigit() and len(named) < 10
        return (units.filter(pk=int(named)) if is_number else units.filter(slug=named)).first()


class Completion(TypingView):
    """POST `field=organ_name&q=ubnd+h` gives what the unit has typed there before and what units are called."""

    def results(self, unit, direction):
        field = self.word("field")
        if field not in completion.FIELDS:
            return []
        return completion.suggestions(
            field=field, query=self.word("q"), unit=unit, direction=direction, on=clock.today(),
            sender=self.word("organ_name"),
        )  # fmt: skip


class Doubles(TypingView):
    """POST `code=…&organ_name=…&issued_on=5/7` gives entries that look the same, each with a sentence and address."""

    def results(self, unit, direction):
        document = Document(unit=unit, direction=direction, registered_on=clock.today())
        document.code, document.organ_name = self.word("code"), self.word("organ_name")
        try:
            document.issued_on = QuickDayField(required=False).clean(self.word("issued_on"))
        except ValidationError:
            return []
        return [{"text": doubles.said(row), "url": row.get_absolute_url()} for row in doubles.doubles_of(document)]

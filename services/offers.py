"""Which procedure a unit offers under a national code on a day."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from communes.models import Unit
from services.models import Procedure, ProcedureOffer


class Offers:
    """The offers of units, for many rows: those of a unit are read when it is first met."""

    def __init__(self):
        self._of_units: dict[int, dict[str, list[ProcedureOffer]]] = {}

    def procedure(self, unit: Unit, code: str, *, on: date) -> Procedure:
        """Of several with one code, which follow each other in time, the one that the unit offers on the day; Refused
        where it offers none."""
        for offer in self._of(unit).get(code, ()):
            if offer.since <= on and (offer.until is None or on < offer.until):
                return offer.procedure
        words = {"unit": unit.title, "code": code, "day": f"{on:%d/%m/%Y}"}
        raise Refused(_("%(unit)s does not offer %(code)s on %(day)s.") % words, field="procedure")

    def _of(self, unit: Unit) -> dict[str, list[ProcedureOffer]]:
        if unit.pk not in self._of_units:
            found = self._of_units[unit.pk] = defaultdict(list)
            for offer in ProcedureOffer.objects.filter(unit=unit).select_related("procedure"):
                found[offer.procedure.code].append(offer)
        return self._of_units[unit.pk]

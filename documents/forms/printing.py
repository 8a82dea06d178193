"""Choosing a book to print."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display, forms
from communes.models import Unit
from documents.models import NumberCounter
from documents.printing.books import BOOKS
from documents.printing.contents import MOST_ROWS, Choice, bounded_count

FILES = [("pdf", gettext_lazy("PDF, to print")), ("xlsx", gettext_lazy("Excel, to work on"))]


class BookForm(forms.Form):
    """Book, unit, period within a year, kind of file."""

    book = forms.ChoiceField(
        label=gettext_lazy("Register"), choices=[(book.key, book.label) for book in BOOKS.values()]
    )
    unit = forms.LookupField(
        Unit.objects.all(), url="communes:unit-lookup", key="slug", search_field="search_key",
        label=gettext_lazy("Unit"), help_text=gettext_lazy("Also a unit that has ended: its register stays."),
    )  # fmt: skip
    series = forms.ChoiceField(label=gettext_lazy("Book"), required=False)
    first = forms.DayField(label=gettext_lazy("From day"))
    last = forms.DayField(label=gettext_lazy("Until day"))
    file = forms.ChoiceField(label=gettext_lazy("Kind of file"), choices=FILES)
    cover = forms.BooleanField(
        label=gettext_lazy("With a title page"), required=False,
        help_text=gettext_lazy("Only in the PDF; for the volume of a whole year."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = NumberCounter.objects.visible_to(self.user).exclude(series="")
        series = list(named.order_by("series").values_list("series", flat=True).distinct()[:50])
        self.fields["series"].choices = [("", _("main book")), *((one, one) for one in series)]
        if not series:
            del self.fields["series"]

    def clean(self):
        """The days belong together; more rows than anybody leafs through are refused."""
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day cannot be before the first."))
        elif first and last and first.year != last.year:
            self.add_error("last", _("A register is kept for one year: choose days of the same year."))
        if not self.errors and bounded_count(self.choice()) > MOST_ROWS:
            sentence = _("The register has more than %(most)s entries in this period. Choose a shorter one.")
            self.add_error("last", sentence % {"most": display.number(MOST_ROWS)})
        return values

    def choice(self) -> Choice:
        """What was chosen."""
        values = self.cleaned_data
        return Choice(
            book=BOOKS[values["book"]], unit=values["unit"], series=values.get("series", ""), first=values["first"],
            last=values["last"], has_cover=values["cover"],
        )  # fmt: skip

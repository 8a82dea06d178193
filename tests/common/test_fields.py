"""Fields: what offices type becomes values, and what cannot be read is answered by a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from common import fields, forms
from common.months import Month


@pytest.fixture(autouse=True, params=["vi", "en"])
def _language(request):
    with translation.override(request.param):
        yield


@pytest.mark.parametrize(
    ("typed", "number"),
    [("71.814", 71814), ("71814", 71814), (" 1.234.567 ", 1234567), ("-35", -35), ("−35", -35), ("71 814", 71814),
     ("0", 0), ("", None), ("  ", None), ("12,0", 12)],
)  # fmt: skip
def test_whole_number_reads_vietnamese_grouping(typed, number):
    assert fields.WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["abc", "1.5", "12,5", "1.5.2", "7.18.14", "1e5", "١٢", "=1+1", "NaN", "1_000", "9" * 40]
)
def test_whole_number_refuses_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        fields.WholeNumberField().clean(typed)
    assert len(refused.value.messages[0]) > 15


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", "1.5"), ("1.234,50", "1234.50"), ("1.234", "1234"), ("0,07", "0.07"), ("-0,5", "-0.5")],
)
def test_decimal_reads_the_comma(typed, number):
    assert fields.NumberField().clean(typed) == Decimal(number)


def test_decimal_with_a_point_names_the_comma():
    with pytest.raises(ValidationError, match="1,5"):
        fields.NumberField().clean("1.5")


@pytest.mark.parametrize("value", [0, 7, 71814, 1234567, -35])
def test_whole_number_round_trips_through_the_page(value):
    class Form(forms.Form):
        number = forms.WholeNumberField()

    shown = Form(initial={"number": value})["number"]
    assert ("." in str(shown)) == (abs(value) >= 1000)
    again = Form({"number": shown.field.widget.format_value(value)})
    assert again.is_valid()
    assert again.cleaned_data["number"] == value
    assert not again.fields["number"].has_changed(value, again.data["number"])


@pytest.mark.parametrize("value", ["0.50", "1234.5", "71814.25"])
def test_decimal_round_trips_through_the_page(value):
    field = fields.NumberField(max_digits=12, decimal_places=2)
    assert field.clean(field.widget.format_value(Decimal(value))) == Decimal(value)


@pytest.mark.parametrize("typed", ["02/01/2020", "2/1/2020", "02-01-2020", "02.01.2020", "2020-01-02", " 02/01/2020 "])
def test_day_puts_the_day_before_the_month(typed):
    assert fields.DayField().clean(typed) == date(2020, 1, 2)


@pytest.mark.parametrize(
    ("typed", "part"),
    [("31/02/2020", "31/02/2020"), ("2020-02-31", "31/02/2020"), ("01/13/2020", "01/13/2020"), ("1/1/20", "2020"),
     ("abc", "abc"), ("01/01/1066", "1900"), ("00/01/2020", "00/01/2020")],
)  # fmt: skip
def test_day_that_is_none_is_named(typed, part):
    with pytest.raises(ValidationError) as refused:
        fields.DayField().clean(typed)
    assert part in refused.value.messages[0]


def test_day_shows_what_it_reads():
    assert fields.DayInput().format_value(date(2020, 1, 2)) == "02/01/2020"
    assert fields.DayInput().format_value("31/02/2020") == "31/02/2020"


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("02/01/2020 14:05", 14, 5), ("02/01/2020", 0, 0), ("2020-01-02T14:05:09", 14, 5), ("02/01/2020 7h30", 7, 30)],
)
def test_moment_is_local_time(typed, hour, minute):
    moment = timezone.localtime(fields.MomentField().clean(typed))
    assert (moment.date(), moment.hour, moment.minute) == (date(2020, 1, 2), hour, minute)


@pytest.mark.parametrize("typed", ["02/01/2020 24:00", "02/01/2020 10:75", "31/02/2020 10:00", "soon"])
def test_moment_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        fields.MomentField().clean(typed)


@pytest.mark.parametrize(("typed", "month"), [("06/2020", Month(2020, 6)), ("2020-06", Month(2020, 6)), ("", None)])
def test_month_reads_both_ways(typed, month):
    assert fields.MonthField(required=False).clean(typed) == month


@pytest.mark.parametrize("typed", ["13/2020", "2020", "6", "06/1066"])
def test_month_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        fields.MonthField().clean(typed)


def test_line_is_normalised():
    assert fields.LineField().clean("  Ðô\u0323ng\x00  Văn\n") == "Động Văn"
    assert fields.TextField().clean("một\r\nhai\x00") == "một\nhai"


def test_line_too_long_says_both_lengths():
    with pytest.raises(ValidationError) as refused:
        fields.LineField(max_length=1000).clean("x" * 1234)
    assert "1.000" in refused.value.messages[0]
    assert "1.234" in refused.value.messages[0]


@pytest.mark.parametrize(("typed", "value"), [("true", True), ("false", False), ("", None)])
def test_yes_no(typed, value):
    assert fields.YesNoField(required=False).clean(typed) is value


@pytest.mark.parametrize("typed", ["1", "yes", "True", "[]"])
def test_yes_no_takes_nothing_else(typed):
    with pytest.raises(ValidationError):
        fields.YesNoField().clean(typed)

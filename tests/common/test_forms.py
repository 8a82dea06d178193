"""Forms: markup that screen readers understand, house fields without asking, nothing saved by a form."""

import uuid

import pytest
from django import forms as django_forms
from django.contrib.auth.models import Group
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation

from common import errors, forms
from tests.common.gadget import Gadget
from tests.common.gadget_pages import GadgetForm


class Everything(forms.Form):
    name = forms.LineField(max_length=5, help_text="As on the door.")
    count = forms.WholeNumberField(required=False)
    day = forms.DayField(required=False)
    box = forms.BooleanField(required=False)


def test_form_marks_errors_at_the_field_and_on_top():
    page = str(Everything({"name": "", "count": "x", "day": "31/02/2020"}))
    assert 'role="alert"' in page
    assert '<a href="#id_day">' in page
    assert page.count('aria-invalid="true"') == 3
    assert 'aria-describedby="id_name_error id_name_helptext"' in page or (
        'aria-describedby="id_name_helptext id_name_error"' in page
    )
    assert 'id="id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'value="31/02/2020"' in page


def test_form_leaves_checks_to_the_server():
    page = str(Everything())
    assert 'aria-required="true"' in page
    assert " required" not in page.replace('class="required"', "")
    assert "maxlength" not in page
    assert 'type="number"' not in page


def test_form_without_errors_has_no_summary():
    assert "form-errors" not in str(Everything())


@pytest.mark.parametrize(("required", "words"), [(True, "choose from the list"), (False, "nothing chosen")])
def test_selects_say_in_words_that_nothing_is_chosen(required, words):
    class Sized(forms.Form):
        size = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("s", "small")], required=required)
        kind = forms.ModelChoiceField(Group.objects.none(), required=required)

    form = Sized()
    with translation.override("en"):
        assert [str(label) for _value, label in form.fields["size"].choices] == [words, "small"]
        assert str(form.fields["kind"].empty_label) == words


def test_model_form_uses_house_fields():
    form = GadgetForm()
    assert isinstance(form.fields["day"], forms.DayField)
    assert isinstance(form.fields["name"], forms.LineField)


def test_model_form_keeps_an_explicit_field():
    class Own(forms.ModelForm):
        day = django_forms.CharField()

        class Meta:
            model = Gadget
            fields = ["day"]

    assert type(Own().fields["day"]) is django_forms.CharField


def test_model_form_never_saves():
    with pytest.raises(TypeError):
        GadgetForm().save()


def test_form_values_leave_out_what_belongs_to_the_page():
    data = {"name": "x", "version": "3", "reason": "because", "token": str(uuid.uuid4())}
    form = Everything(data, version=3, reason=True, token=True)
    assert form.is_valid(), form.errors
    assert form.values() == {"name": "x", "count": None, "day": None, "box": False}
    assert (form.version, form.reason) == (3, "because")


def test_form_with_an_odd_token_is_valid_without_one():
    form = Everything({"name": "x", "token": "drop table"}, token=True)
    assert form.is_valid()
    assert form.cleaned_data["token"] is None


@pytest.mark.parametrize("version", ["", "abc", "-1", "[]", "99999999999999999999"])
def test_form_with_an_odd_version_is_refused(version):
    assert not Everything({"name": "x", "version": version}, version=3).is_valid()


def test_form_asks_for_a_reason_only_when_told():
    assert "reason" not in Everything().fields
    assert not Everything({"name": "x"}, reason=True).is_valid()
    assert Everything({"name": "x"}, reason="optional").is_valid()


def test_action_errors_stand_at_their_fields():
    form = Everything({"name": "x"})
    form.is_valid()
    forms.apply_error(form, errors.Invalid({"name": ["Bad."], "elsewhere": ["Worse."], None: ["Worst."]}))
    assert form.errors["name"] == ["Bad."]
    assert form.non_field_errors() == ["Worse.", "Worst."]


def test_action_error_with_a_field_of_the_model_names_it():
    class Short(forms.ModelForm):
        class Meta:
            model = Gadget
            fields = ["name"]

    form = Short({"name": "x"})
    form.is_valid()
    forms.apply_error(form, errors.Refused("Too early.", field="day"))
    assert form.non_field_errors() == ["Day: Too early."]

"""Texts for translation are found in Python and in templates, without gettext programs."""

import pytest

from devtools.messages import Message, in_python, in_template, placeholders, used
from devtools.vendor import ROOT

IMPORTS = "from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('_("Save")', Message("x.py:2", "Save")),
        ('_("a long " "text")', Message("x.py:2", "a long text")),
        ('ngettext("%(n)s row", "%(n)s rows", n)', Message("x.py:2", "%(n)s row", "%(n)s rows")),
        ('pgettext_lazy("month", "May")', Message("x.py:2", "May", None, "month")),
    ],
)
def test_messages_in_python_are_found(code, expected):
    assert list(in_python(IMPORTS + code, "x.py")) == [expected]


@pytest.mark.parametrize("code", ["_(variable)", "other('Save')", "_('')", "x._('Save')"])
def test_messages_that_are_none_are_left(code):
    assert list(in_python(IMPORTS + code, "x.py")) == []


def test_messages_of_another_module_with_the_same_name_are_left():
    assert list(in_python("from elsewhere import gettext as _\n_('Save')", "x.py")) == []


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% translate "Save" %}', Message("x.html:1", "Save")),
        ('\n{% translate "May" context "month" %}', Message("x.html:2", "May", None, "month")),
        ("{% blocktranslate %}To {{ name }}{% endblocktranslate %}", Message("x.html:1", "To %(name)s")),
        (
            "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
            Message("x.html:1", "%(n)s row", "%(n)s rows"),
        ),
        ('{% include "a.html" with title=_("Units (all)") %}', Message("x.html:1", "Units (all)")),
    ],
)
def test_messages_in_templates_are_found(template, expected):
    assert list(in_template("{% load i18n %}" + template, "x.html")) == [expected]


def test_messages_of_the_project_come_from_both_and_each_once():
    found = used(ROOT)
    assert any(".py:" in message.place for message in found)
    assert any(".html:" in message.place for message in found)
    assert len({(message.context, message.text) for message in found}) == len(found)


def test_messages_placeholders_are_those_of_a_format_call():
    assert placeholders("%(n)s of {total} in %s, 81,82 % signed") == {"%(n)s", "{total}", "%s"}

"""The short way to HTML writes what Django's own writes."""

import pytest
from django.urls import reverse, set_script_prefix
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from common.markup import escaped, filled, record_address

plain = st.text(alphabet="<>&\"'%{}s Đạ🛰", max_size=20)
value = st.one_of(plain, plain.map(SafeString), st.integers(), st.none(), st.just(gettext_lazy("yes")))


@given(value)
def test_escaping_is_that_of_django(one):
    assert escaped(one) == str(conditional_escape(one))


@given(value, value)
def test_filling_is_that_of_django(one, two):
    found = filled('<a href="%s">%s</a>', one, two)
    assert found == format_html('<a href="{}">{}</a>', one, two)
    assert isinstance(found, SafeString)


@pytest.mark.parametrize("prefix", ["/", "/bacha/10/"])
@pytest.mark.parametrize("key", [0, 7, 10, 2**62])
def test_address_of_a_record_is_that_of_reverse(prefix, key):
    set_script_prefix(prefix)
    try:
        name = "documents:document-detail"
        assert record_address(name, key) == reverse(name, args=[key])
        assert record_address(name, key).startswith(prefix)
    finally:
        set_script_prefix("/")

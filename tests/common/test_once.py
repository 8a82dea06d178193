"""A form is done once: sendings one after the other, at the same time, and after a failure."""

import threading
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from common.actions import SentAlready, once
from common.models import FormToken, Holiday

BY = SimpleNamespace(pk=7)


@pytest.mark.django_db
def test_second_sending_is_told_where_the_first_led():
    token = uuid.uuid4()
    with once(token, by=BY) as claim:
        claim.url = "/made/1/"
    with pytest.raises(SentAlready) as sent, once(token, by=BY):
        pass
    assert sent.value.url == "/made/1/"


@pytest.mark.django_db
def test_failed_sending_may_be_repeated():
    token = uuid.uuid4()
    with pytest.raises(ZeroDivisionError), once(token, by=BY):
        raise ZeroDivisionError
    assert not FormToken.objects.exists()
    with once(token, by=BY) as claim:
        claim.url = "/made/1/"
    assert FormToken.objects.get().url == "/made/1/"


@pytest.mark.django_db
def test_without_a_token_it_is_a_plain_transaction():
    with once(None, by=BY):
        assert transaction.get_connection().in_atomic_block
    assert not FormToken.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_time_write_once():
    token, results = uuid.uuid4(), []

    def send(number):
        try:
            with once(token, by=BY) as claim:
                Holiday.objects.create(day=f"2031-01-{number:02}", name=f"made {number}")
                threading.Event().wait(0.3)
                claim.url = f"/made/{number}/"
            results.append(claim.url)
        except SentAlready as sent:
            results.append(sent.url)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1
    assert len(results) == 3
    assert Holiday.objects.filter(name__startswith="made").count() == 1

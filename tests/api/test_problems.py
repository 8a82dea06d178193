"""What cannot be taken at all is answered as everything else that is refused: with a sentence."""

import pytest

from tests.api.papers import PATH, sender, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_more_than_is_taken_at_once_is_413_with_a_sentence(settings, caplog, kind):
    program = sender()
    content = b'{"subject": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    answer = program.client.post(PATH, content, content_type=kind, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 413
    assert "2,5" in answer.json()["detail"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert not stored()

"""The small district of the documents' tests: June 2020 is closed for Tả Củ Tỷ, July is open."""

from tests.documents.conftest import world  # noqa: F401

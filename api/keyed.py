"""Calls that write: each under a key of the client's own, so that sending it again enters nothing twice."""

from typing import Annotated

from ninja import Header

from api.schemas import Problem

# What such a call may answer beside the record.
SENT = dict.fromkeys((401, 403, 404, 409, 413, 422, 503), Problem)
Idempotency = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[!-~]+$",
        description="Made up by the client, another for each record; sending the same again within 30 days enters "
        "nothing twice.",
    ),
]

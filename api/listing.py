"""Parameters that the lists of registers share."""

from typing import Annotated

from ninja import Query

# Objects of their own: ninja writes an operation's defaults into them.
FROM = Query(None, alias="from", description="The first day, or the month whose first day it is.")
TO = Query(None, alias="to", description="The last day, or the month whose last day it is.")
InUnit = Annotated[str, Query(max_length=80, description="The slug of a unit; what belongs to it is found too.")]
Size = Annotated[int, Query(ge=1, le=200, description="How many entries a page has.")]
Cursor = Annotated[str, Query(max_length=80, description="`next` of the page before; empty: the first page.")]

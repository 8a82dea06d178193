"""The register of connections."""

from django.utils.translation import gettext_lazy as _

from communes.intake.connections import CONNECTIONS
from communes.models import Connection, ConnectionKind, FundingSource, Technology
from communes.tables.network import ConnectionTable
from imports.columns import Column
from imports.resources.registers import RegisterResource, column


def _column(name: str, kind: str, *headings: str, **options) -> Column:
    return column(ConnectionTable, name, kind, *headings, **options)


class ConnectionResource(RegisterResource):
    """A row is a connection of a unit."""

    key = "connections"
    title = _("Connections")
    about = _(
        "One row for each connection. It is known again by unit, kind, technology, provider and its first day; another "
        "technology or provider is another connection, so end the old one in the same file."
    )
    list_route = "communes:connection-list"
    models = (Connection,)
    intake = CONNECTIONS
    columns = (
        _column("unit", "unit", "don vi", "ten don vi", key=True),
        _column("kind", "choice", "loai ket noi", "loai", choices=ConnectionKind.choices, key=True),
        _column("technology", "choice", "cong nghe", "loai duong truyen", choices=Technology.choices, key=True),
        _column("since", "day", "su dung tu", "ngay lap dat", "tu ngay", key=True),
        _column("until", "day", "den ngay", "ngay ngung", dates_row=False),
        _column("bandwidth_mbps", "whole", "bang thong", "toc do", "bang thong mbps"),
        _column("provider", "text", "nha cung cap", "nha mang", "don vi cung cap", longest=100, key=True),
        _column("installed_by", "text", "don vi lap dat", "lap dat boi", longest=150),
        _column("funded_by", "choice", "nguon kinh phi", "nguon von", choices=FundingSource.choices),
        _column("note", "text", "ghi chu", longest=500),
    )  # fmt: skip

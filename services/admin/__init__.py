"""The administration of procedures, filings, treasury months, meetings and the working calendar."""

from services.admin import filings, holidays, others, procedures

__all__ = ["filings", "holidays", "others", "procedures"]

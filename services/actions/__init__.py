"""Writes of this floor, one module a subject: `from services.actions import filings; filings.receive(...)`."""

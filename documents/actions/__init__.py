"""Writes of the document register, one module a subject; forms, the admin, imports and the API all come through here.

`from documents.actions import entries; entries.register(...)`
"""

"""Files that people hand in: taken in within limits, recognised by content, kept under DATA_DIR/files, looked after.

names: harmless names. kinds: what a file is. incoming: its way in. middleware: what is refused before it is read.
checking: missing, changed and orphaned files. The rows that say what must be there derive from StoredFile in
common.models.
"""

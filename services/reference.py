"""Reference rows of this floor."""


def load() -> None:
    """Nothing yet."""

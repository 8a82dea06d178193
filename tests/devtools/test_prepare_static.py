"""Static files before a start: collected, compressed, and again only when one of them has changed."""

import pytest
from django.core.files.storage import storages

from devtools import prepare


@pytest.fixture
def root(settings, tmp_path):
    """A folder for collected files, with one small folder of sources."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.css").write_text("p { color: red }\n" * 200)
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_FILES, settings.STATIC_ROOT = "collected", tmp_path / "static"
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    assert storages["staticfiles"].location == str(tmp_path / "static")
    return tmp_path / "static"


def names(root) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_prepare_collects_names_by_content_and_compresses(root):
    prepare._collect_static()
    found = names(root)
    assert "staticfiles.json" in found
    assert any(name.startswith("a.") and name.endswith(".css.gz") and name.count(".") == 3 for name in found)


def test_prepare_collects_again_only_after_a_change(root, monkeypatch):
    calls = []
    real = prepare.call_command
    monkeypatch.setattr(prepare, "call_command", lambda *args, **kwargs: calls.append(args) or real(*args, **kwargs))
    prepare._collect_static()
    prepare._collect_static()
    assert len(calls) == 1
    before = names(root)
    (root.parent / "sources" / "a.css").write_text("p { color: green }\n" * 200)
    prepare._collect_static()
    assert len(calls) == 2
    # Nothing of the former content is left to be served.
    assert len({name for name in before & names(root) if name.endswith(".css.gz")}) == 1


def test_prepare_leaves_sources_where_they_are(root, settings):
    settings.STATIC_FILES = "sources"
    prepare._collect_static()
    assert not root.exists()

"""Packages are installed once, and again only when the lock or the Python has changed."""

import pytest

from devtools import venv


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose installation is only noted: the list tells which locks were installed."""
    (tmp_path / "requirements").mkdir()
    for name in ("runtime", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1")
    folder, installed = tmp_path / ".venv", []
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(venv, "STAMP", folder / "bacha-lock.json")
    monkeypatch.setattr(venv, "_make", lambda: _make(folder))
    monkeypatch.setattr(venv, "_install", lambda lock: installed.append(lock.stem))
    return tmp_path, installed


def _make(folder):
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text("")
    python.chmod(0o755)


def test_venv_is_filled_once(project):
    _, installed = project
    venv.ensure("runtime")
    venv.ensure("runtime")
    assert installed == ["runtime"]


def test_venv_of_dev_serves_runtime_too(project):
    _, installed = project
    venv.ensure("dev")
    venv.ensure("runtime")
    assert installed == ["dev"]


def test_venv_of_runtime_does_not_serve_dev(project):
    _, installed = project
    venv.ensure("runtime")
    venv.ensure("dev")
    assert installed == ["runtime", "dev"]


def test_venv_is_filled_again_when_the_lock_changes(project):
    root, installed = project
    venv.ensure("dev")
    (root / "requirements" / "runtime.txt").write_text("runtime==2")
    venv.ensure("runtime")
    assert installed == ["dev", "runtime"]


def test_venv_is_filled_again_after_a_failed_installation(project, monkeypatch):
    _, installed = project
    with monkeypatch.context() as patched:
        patched.setattr(venv, "_install", lambda lock: venv.stop("no network"))
        with pytest.raises(SystemExit):
            venv.ensure("runtime")
    venv.ensure("runtime")
    assert installed == ["runtime"]


def test_venv_without_pip_and_uv_says_what_to_install(monkeypatch):
    monkeypatch.setattr(venv.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(venv, "_uv", lambda: None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        venv._make()

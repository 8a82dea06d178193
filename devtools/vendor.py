"""Foreign browser code and typefaces that are kept in the repository: where it came from, and how it is renewed.

    python3 -m devtools.vendor            fetch every package of vendor.toml again and record the hashes
    python3 -m devtools.vendor --check    compare what is there with the recorded hashes

To renew a package, change its version in vendor.toml, run the first command, and remove the folder of the old version
(for a face: name the new folder in static/css too). Needs npm for fetching, and pip for cutting figures out of a face;
standard library otherwise.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("vendor.toml")
CUTTERS = ("fonttools==4.68.0", "brotli==1.2.1")
HEADER = "# Foreign browser code and typefaces; renewed by `python3 -m devtools.vendor`, which writes the hashes.\n"
# With the manifest storage a source map that is not there makes collectstatic fail.
SOURCE_MAP = re.compile(rb"^(?://[#@] sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)\s*$\n?", re.MULTILINE)


def main(arguments: list[str]) -> int:
    packages = read(LIST)
    if arguments == ["--check"]:
        faults = problems(packages, ROOT)
        print("\n".join(faults) or f"{len(packages)} packages, unchanged.")
        return 1 if faults else 0
    for package in packages:
        package["sha256"] = fetch(package, ROOT)
    LIST.write_text(HEADER + "".join(_toml(package) for package in packages), encoding="utf-8")
    return 0


def read(path: Path) -> list[dict]:
    """Each package: name, version, folder (may hold {version}), files (path inside the package), sha256 by file.

    `figures`: those of the files that are faces whose digits are also cut out, all of one width (devtools/figures.py).
    """
    return tomllib.loads(path.read_text(encoding="utf-8"))["package"]


def folder_of(package: dict, root: Path) -> Path:
    return root / package["folder"].format(version=package["version"])


def problems(packages: list[dict], root: Path) -> list[str]:
    """Sentences on files that are missing, changed or unknown, and on packages without a licence."""
    found = []
    for package in packages:
        folder, recorded = folder_of(package, root), package["sha256"]
        present = {path.name: path for path in folder.glob("*")} if folder.is_dir() else {}
        found += [f"{folder.name}/{name} is missing" for name in recorded.keys() - present.keys()]
        found += [f"{folder.name}/{name} is not in vendor.toml" for name in present.keys() - recorded.keys()]
        found += [
            f"{folder.name}/{name} was changed"
            for name in recorded.keys() & present.keys()
            if _hash(present[name].read_bytes()) != recorded[name]
        ]
        if not any(name.upper().startswith("LICENSE") for name in recorded):
            found.append(f"{folder.name} has no licence")
    return sorted(found)


def fetch(package: dict, root: Path) -> dict[str, str]:
    """Pack by npm, copy the listed files without their source map line; returns the hashes."""
    folder = folder_of(package, root)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        wanted = f"{package['name']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=temporary, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(temporary).glob("*.tgz")
        with tarfile.open(archive) as packed:
            contents = {name: packed.extractfile(f"package/{name}").read() for name in package["files"]}
    hashes = {}
    for name, content in contents.items():
        target = folder / Path(name).name
        target.write_bytes(SOURCE_MAP.sub(b"", content) if target.suffix in {".js", ".css"} else content)
        hashes[target.name] = _hash(target.read_bytes())
    for face in cut_figures([folder / Path(name).name for name in package.get("figures", [])]):
        hashes[face.name] = _hash(face.read_bytes())
    return hashes


def cut_figures(faces: list[Path]) -> list[Path]:
    """A face of figures beside each of the faces, in an environment of its own; "-latin-" becomes "-figures-"."""
    if not faces:
        return []
    made = [face.with_name(face.name.replace("-latin-", "-figures-")) for face in faces]
    with tempfile.TemporaryDirectory() as temporary:
        venv.create(temporary, with_pip=True)
        python = Path(temporary) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *CUTTERS], check=True)
        for face, target in zip(faces, made, strict=True):
            subprocess.run([python, Path(__file__).with_name("figures.py"), face, target], check=True)
    return made


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _toml(package: dict) -> str:
    lists = "".join(f"{key} = [\n{_lines(package[key])}]\n" for key in ("files", "figures") if package.get(key))
    hashes = "".join(f'"{name}" = "{value}"\n' for name, value in sorted(package["sha256"].items()))
    plain = "".join(f'{key} = "{package[key]}"\n' for key in ("name", "version", "folder"))
    return f"\n[[package]]\n{plain}{lists}[package.sha256]\n{hashes}"


def _lines(names: list[str]) -> str:
    return "".join(f'    "{name}",\n' for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Where a package is built and where it is installed: folders that know nothing of this tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
OURS = (".git", ".venv", "build", "out", "__pycache__", ".*_cache", "*.egg-info", "*.so", "*.c")
WHERE_IT_SITS = "import fieber.stats._core as core; print(core.__file__)"


def uv(*words: str, **more: str) -> str:
    """Run uv and give what it says; it takes what the machine trusts for its own.

    Raises:
        subprocess.CalledProcessError: with what it complained of.
    """
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment = kept | {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never"} | more
    done = subprocess.run([str(UV), *words], env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def build(folder: Path) -> tuple[Path, Path]:
    """Build sdist and, from that alone, wheel; gives both."""
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*OURS))
    uv("build", "--quiet", "--python", sys.executable, "--out-dir", str(folder / "dist"), str(source))
    (sdist,), (wheel,) = (folder / "dist").glob("*.tar.gz"), (folder / "dist").glob("*.whl")
    return sdist, wheel


def interpreters() -> dict[str, Path]:
    """Give the Pythons of this machine from 3.11 on, by version: this one, those on the path, those of pyenv."""
    found = {"3.11": Path(sys.executable)} if sys.version_info[:2] == (3, 11) else {}
    for version in ("3.11", "3.12", "3.13", "3.14"):
        named = [shutil.which(f"python{version}", path=folder) for folder in os.get_exec_path()]
        pyenv = (Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python")
        for path in [*(Path(name) for name in named if name), *pyenv]:
            if version not in found and _is(path, version):
                found[version] = path
    return found


def _is(path: Path, version: str) -> bool:
    asked = "import sys; print(*sys.version_info[:2], sep='.')"
    done = subprocess.run([str(path), "-c", asked], check=False, capture_output=True, text=True)
    return done.stdout.strip() == version


def told(text: str) -> dict[str, object]:
    """Give a check-up, numbers to six decimals: from 3.12 on, Python's `sum` keeps what it used to round away."""
    found: dict[str, object] = json.loads(text, parse_float=lambda number: round(float(number), 6))
    return found


class Bare:
    """An environment in which only what is installed can be imported; commands run in a folder beside it."""

    def __init__(self, folder: Path, python: Path) -> None:
        """Make it."""
        uv("venv", "--quiet", "--python", str(python), str(folder / "env"))
        self.bin, self.folder = folder / "env" / "bin", folder
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}

    def install(self, *what: str, **more: str) -> None:
        """Install packages."""
        uv("pip", "install", "--quiet", "--python", str(self.bin / "python"), *what, **more)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs, in a folder where nothing of this tree is."""
        command = [str(self.bin / words[0]), *words[1:]]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, check=False, capture_output=True, text=True
        )

    def checked(self, export: Path) -> dict[str, object]:
        """Give the check-up of an export."""
        done = self.run("fieber", "check", str(export), "--format", "json", "--lang", "en")
        assert done.returncode == 0, done.stderr
        return told(done.stdout)

    def is_compiled(self) -> bool:
        """Say whether its core was compiled."""
        return self.run("python", "-c", WHERE_IT_SITS).stdout.strip().endswith(".so")

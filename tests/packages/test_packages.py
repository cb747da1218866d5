"""The wheel and the sdist, installed with what PyPI gives: the same findings everywhere, and no word of this tree."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.packages.places import ROOT, Bare, build, interpreters, told, uv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
FROM_SOURCE = ("pyspark", "ruptures")  # pyspark has no wheel at all, ruptures none for the newest Python
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give sdist and wheel."""
    return build(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the export of an account that reached fewer people."""
    folder = tmp_path_factory.mktemp("export") / "one"
    fieber = [sys.executable, "-m", "fieber"]
    subprocess.run([*fieber, "simulate", "distribution", "-o", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def here(export: Path) -> dict[str, object]:
    """Give the check-up of it by what is in this tree, and in this environment."""
    fieber = [sys.executable, "-m", "fieber", "check", str(export), "--format", "json", "--lang", "en"]
    return told(subprocess.run(fieber, check=True, capture_output=True, text=True).stdout)


def test_what_is_in_them(packages: tuple[Path, Path]) -> None:
    """The wheel has the compiled core, words, tables and pages, no test; the sdist has all that it is built from."""
    sdist, wheel = packages
    with ZipFile(wheel) as opened:
        inside = opened.namelist()
    with tarfile.open(sdist) as opened:
        source = {name.partition("/")[2] for name in opened.getnames()}

    compiled = {name.partition("/")[2].partition(".")[0] for name in inside if name.endswith(".so")}
    assert compiled == {f"stats/{name}" for name in ("_core", "_segments", "_yearly", "_described")}
    data = {
        "py.typed",
        "report/locales/de.po",
        "desk/locales/de.po",
        "explainers/shadowban.toml",
        "desk/static/desk/desk.css",
    }
    assert {f"fieber/{name}" for name in data} <= set(inside)
    assert {name.partition("/")[0] for name in inside} == {"fieber", f"fieber-{PROJECT['version']}.dist-info"}
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.*") if _is_ours(path)}
    assert kept <= source
    assert {name for name in kept if not name.endswith(".pxd")} <= {f"src/{name}" for name in inside}


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".so", ".c", ".pyc"} and ".egg-info" not in str(path)


def test_wheel_in_a_bare_environment(
    packages: tuple[Path, Path], export: Path, here: dict[str, object], tmp_path: Path
) -> None:
    """With what it asks for and no extra it says what this tree says; what needs an extra says which."""
    bare = Bare(tmp_path, interpreters()["3.11"])
    bare.install(str(packages[1]))

    assert bare.is_compiled()
    assert bare.checked(export) == here
    page = bare.run("fieber", "check", str(export), "-o", "page.html")
    assert page.returncode == 0, page.stderr
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")
    for words, extra in ((("check", str(export), "-o", "page.pdf"), "pdf"), (("desk",), "desk"), (("mcp",), "mcp")):
        refused = bare.run("fieber", *words)
        assert refused.returncode == 2, (words, refused.stderr)
        assert f"fieber[{extra}]" in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("python", [python for python in PYTHONS if python in interpreters()])
def test_sdist_without_a_compiler(
    packages: tuple[Path, Path], export: Path, here: dict[str, object], tmp_path: Path, python: str
) -> None:
    """On every Python found here the uncompiled core gives the same finding, number for number."""
    bare = Bare(tmp_path, interpreters()[python])
    bare.install(str(packages[0]), CC="false")

    assert not bare.is_compiled()
    assert bare.checked(export) == here


def test_oldest_versions_that_are_declared(
    packages: tuple[Path, Path], export: Path, here: dict[str, object], tmp_path: Path
) -> None:
    """With the oldest version of each thing that is asked for, it says what it says with the newest."""
    oldest = tmp_path / "oldest.txt"
    project = str(ROOT / "pyproject.toml")
    uv("pip", "compile", "-q", "--resolution", "lowest-direct", "--python-version", "3.11", project, "-o", str(oldest))
    bare = Bare(tmp_path, interpreters()["3.11"])
    bare.install("-r", str(oldest))
    bare.install("--no-deps", str(packages[1]))

    polars = next(line for line in PROJECT["dependencies"] if line.startswith("polars"))
    assert bare.run("python", "-c", "import polars; print(polars.__version__)").stdout.strip() in polars
    assert bare.checked(export) == here


@pytest.mark.parametrize("python", PYTHONS)
def test_every_extra_can_be_had(tmp_path: Path, python: str) -> None:
    """For each Python that is declared there are wheels of all that the extras ask for, but for two named packages."""
    words = [word for name in FROM_SOURCE for word in ("--no-binary", name)]
    asked = ["--only-binary", ":all:", *words, "--all-extras", "--python-version", python]
    uv("pip", "compile", "-q", *asked, str(ROOT / "pyproject.toml"), "-o", str(tmp_path / "all.txt"))

    assert "polars==" in (tmp_path / "all.txt").read_text(encoding="utf-8")
    assert f"Programming Language :: Python :: {python}" in PROJECT["classifiers"]

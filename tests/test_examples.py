"""The notebooks of docs/examples run, and print what they show: `make examples` writes their outputs anew."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs" / "examples").glob("*.ipynb"))
SPEC = importlib.util.spec_from_file_location("examples", ROOT / "scripts" / "examples.py")
assert SPEC is not None
assert SPEC.loader is not None
script = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(script)


def shown(notebook: Any) -> list[tuple[str, list[Any]]]:
    """Give each piece of code with its texts, and which kinds of pictures and pages stand beside them."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(cell.source, [_of(output) for output in cell.outputs]) for cell in code]


def _of(output: Any) -> Any:
    if output.output_type == "stream":
        return output.name, output.text
    return sorted(output.data), output.data.get("text/plain")


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_prints_what_it_shows(path: Path) -> None:
    """Each notebook runs without a warning, and every text in it is as it is kept."""
    kept: Any = nbformat.read(path, as_version=4)

    assert shown(script.run(path)) == shown(kept)


def test_there_are_three() -> None:
    """One creator, one roster, one trial."""
    assert [path.stem for path in NOTEBOOKS] == ["creator", "roster", "trial"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_kept_is_whole_and_names_no_place(path: Path) -> None:
    """Outputs are kept, nothing was told on stderr, no folder of a machine is named, and links lead somewhere."""
    text = path.read_text(encoding="utf-8")
    outputs = [output for _, told in shown(nbformat.read(path, as_version=4)) for output in told]

    assert outputs
    assert "stderr" not in {output[0] for output in outputs if isinstance(output[0], str)}
    assert not any(place in text for place in ("/home/", "/root/", "/tmp/", "/work/"))  # noqa: S108 - looked for, not used
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for part in cell.source.split("](")[1:]:
                assert (path.parent / part.partition(")")[0].partition("#")[0]).exists(), part

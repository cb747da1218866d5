"""`make examples`: runs the notebooks of docs/examples and writes their outputs anew.

Each runs in an empty folder of its own, in a fresh process, and a warning is an error. What is kept of them is what a
reader sees: no times, no numbers of the machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "docs" / "examples"
STRICT = "import warnings\nwarnings.simplefilter('error')"
LENIENT = "warnings.resetwarnings()"  # how a kernel ends is not ours


def run(path: Path) -> Any:
    """Give the notebook with the outputs that it has now.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed or warned.
    """
    notebook: Any = nbformat.read(path, as_version=4)
    before, after = (nbformat.v4.new_code_cell(source) for source in (STRICT, LENIENT))
    notebook.cells = [before, *notebook.cells, after]
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=300, record_timing=False, extra_arguments=["--log-level=ERROR"])
        client.execute(cwd=folder)
    notebook.cells = notebook.cells[1:-1]
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    notebook.metadata.language_info = {"name": "python"}  # not the version of whoever ran it
    return notebook


def main() -> int:
    """Write all of them."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        print(path.name)
        nbformat.write(run(path), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

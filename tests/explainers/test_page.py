"""docs/explainers is what the explainers themselves say: `python scripts/explainers_page.py` writes it anew."""

import importlib.util
import os
import re
from pathlib import Path

import pytest

from fieber.explainers import read_explainer

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("explainers_page", ROOT / "scripts" / "explainers_page.py")
assert SPEC is not None
assert SPEC.loader is not None
script = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(script)
if os.environ.get("FIEBER_GOLDEN") == "1":
    script.main()


@pytest.mark.parametrize("name", ["explainers.md", "explainers.de.md"])
def test_the_page_is_up_to_date(name: str) -> None:
    """The page says what the explainers say, to the letter."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == script.pages()[name]


@pytest.mark.parametrize("name", ["new-explainer.md", "new-explainer.de.md"])
def test_the_example_of_the_guide_can_be_read(name: str) -> None:
    """The file that the guide shows is a whole explainer."""
    guide = (ROOT / "docs" / "guide" / name).read_text(encoding="utf-8")

    read = read_explainer("best", guide.split("```toml\n")[1].split("```")[0])

    assert len(re.findall(r"\.(?:\s|$)", read.short["de"])) == 3
    assert (len(read.yours), len(read.context), len(read.sources)) == (1, 1, 1)

"""docs/causes is what the causes themselves say: `python scripts/cause_pages.py` writes it anew."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "cause_pages.py"
SPEC = importlib.util.spec_from_file_location("cause_pages", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
script = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(script)
if os.environ.get("FIEBER_GOLDEN") == "1":
    script.main()
PAGES = script.pages()


def test_no_page_is_missing_or_left_over() -> None:
    """Each cause has a page in each language, the index lists them, and nothing else lies there."""
    there = {path.name for path in (ROOT / "docs" / "causes").glob("*")}

    assert there == set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_page_is_up_to_date(name: str) -> None:
    """A page says what the cause's own text says, to the letter."""
    assert (ROOT / "docs" / "causes" / name).read_text(encoding="utf-8") == PAGES[name]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_links_between_pages_lead_somewhere(name: str) -> None:
    """Each page leads to its twin in the other language, which leads back."""
    other = PAGES[name].split("](", 1)[1].split(")", 1)[0]

    assert f"]({name})" in PAGES[other]

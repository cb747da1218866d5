"""Names and links from outside."""

import pytest

from fieber.report.plain import clean, safe_link, shorten


@pytest.mark.parametrize(
    ("raw", "harmless"),
    [
        ("anna", "anna"),
        ("a\x1b[31mb", "a [31mb"),
        ("a\x00b\u202ec\u2028d", "a b c d"),
        ("  two\n lines ", "two lines"),
        ("👩\u200d👩\u200d👧 مرحبا", "👩\u200d👩\u200d👧 مرحبا"),
    ],
)
def test_names_are_one_harmless_line(raw: str, harmless: str) -> None:
    """Control and direction characters become spaces; emoji and other scripts stay."""
    assert clean(raw) == harmless


@pytest.mark.parametrize("url", ["https://example.org/p/1", "HTTP://example.org/?a=1&b=ü"])
def test_web_addresses_are_links(url: str) -> None:
    """Http and https are kept as they are."""
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "//e.org", "https://e.org/a b", "https://e\u202e.org"]
)
def test_everything_else_is_no_link(url: str | None) -> None:
    """Other schemes, spaces and hidden characters make no link."""
    assert safe_link(url) is None


def test_shorten() -> None:
    """What is too long ends in an ellipsis and has the length asked for."""
    assert shorten("abc", 3) == "abc"
    assert shorten("abcdef", 4) == "abc…"

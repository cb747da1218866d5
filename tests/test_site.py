"""The site builds without a warning, every link in it leads somewhere, and it asks nobody else for anything."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parent.parent
STARTS = ("docs/index.html", "docs/index.de.html")
MADE = {"genindex.html", "search.html", "py-modindex.html", "index.html"}  # by Sphinx, and what leads to the start
WAYS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src"}


class Link(NamedTuple):
    """A link or what a page loads, where it leads, and whether it stands in the text."""

    tag: str
    to: str
    in_article: bool


class Reading(HTMLParser):
    """The links of one page, what can be linked in it, and its language."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.articles = 0
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what links, and what can be linked."""
        given = {name: value or "" for name, value in attrs}
        self.articles += tag == "article"
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if WAYS.get(tag) in given:
            self.links.append(Link(tag, given[WAYS[tag]], in_article=self.articles > 0))

    def handle_endtag(self, tag: str) -> None:
        """Leave the text."""
        self.articles -= tag == "article"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it."""
    site = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-c", "docs", ".", site],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return site


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Reading]:
    """Every page of the site by its address."""
    return {page.relative_to(built).as_posix(): Reading(page) for page in sorted(built.rglob("*.html"))}


def address(page: str, link: str) -> tuple[str, str]:
    """The page and the anchor to which a link of that page leads."""
    parts = urlsplit(link)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)


def test_every_link_leads_to_a_page_a_file_or_a_heading(built: Path, pages: dict[str, Reading]) -> None:
    broken = []
    for page, read in pages.items():
        for link in read.links:
            if urlsplit(link.to).scheme:
                continue
            path, anchor = address(page, link.to)
            known = path in pages and (not anchor or anchor in pages[path].anchors)
            if not known and (path in pages or not (built / path).is_file()):
                broken.append((page, link.to))

    assert len(pages) > 100
    assert broken == []


def test_every_page_is_reached_from_the_start_of_its_language(pages: dict[str, Reading]) -> None:
    """By links within the text, so that no page is known to a sidebar alone."""
    reached: set[str] = set()
    ahead = list(STARTS)
    while ahead:
        page = ahead.pop()
        if page not in reached and page in pages:
            reached.add(page)
            ahead += [address(page, link.to)[0] for link in pages[page].links if link.in_article]

    assert sorted(pages.keys() - reached - MADE) == []


def test_what_creators_and_managers_read_is_there_in_both_languages(pages: dict[str, Reading]) -> None:
    """A guide, a cause, the list of explainers and the start: each has its twin, and each twin links the other."""
    both = [page for page in pages if page.startswith(("docs/guide/", "docs/causes/", "docs/explainers", "docs/index"))]
    for page in both:
        twin = page.replace(".de.html", ".html") if page.endswith(".de.html") else page.replace(".html", ".de.html")
        assert twin in pages, page
        assert twin in {address(page, link.to)[0] for link in pages[page].links}, page


def test_a_german_page_has_german_neighbours(pages: dict[str, Reading]) -> None:
    """The sidebar of a German page leads to German pages."""
    linked = {address("docs/guide/check.de.html", link.to)[0] for link in pages["docs/guide/check.de.html"].links}

    assert "docs/guide/roster.de.html" in linked
    assert "docs/guide/roster.html" not in linked


def test_the_site_asks_nobody_else(built: Path, pages: dict[str, Reading]) -> None:
    """Scripts, styles, pictures and fonts are its own; only links that a person clicks lead out."""
    foreign = [
        (page, link.to)
        for page, read in pages.items()
        for link in read.links
        if urlsplit(link.to).scheme not in ("", "data") and link.tag != "a"
    ]
    styles = [sheet.name for sheet in built.rglob("*.css") if "url(http" in sheet.read_text(encoding="utf-8")]

    assert (foreign, styles) == ([], [])


def test_the_site_does_not_tell_where_it_was_built(built: Path) -> None:
    telling = [
        path.relative_to(built).as_posix()
        for path in built.rglob("*")
        if path.suffix in {".html", ".js", ".txt", ".inv"} and str(ROOT).encode() in path.read_bytes()
    ]

    assert telling == []

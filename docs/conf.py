"""The site: every page of the repository as it lies there, so that each link between them is the same here and there.

The source is the root of the repository, the pages are the ones named below. `make docs` builds it.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes

import fieber

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx

project = "fieber"
release = fieber.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = ["*.md", "benchmarks/README.md", "docs/**"]
exclude_patterns = ["docs/_templates"]
templates_path = ["_templates"]

myst_heading_anchors = 4
myst_enable_extensions = ["html_image"]  # a picture with a width is one, too
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types of signatures that have no page here
default_role = "code"  # docstrings say `name`
autodoc_typehints = "none"
autodoc_member_order = "bysource"
# a console block may print anything; a page of a cause is reached from the list of causes (tests/test_site.py)
suppress_warnings = ["misc.highlighting_failure", "toc.not_included"]

html_theme = "furo"
html_title = "fieber"
html_copy_source = False
html_show_sourcelink = False
html_additional_pages = {"index": "to_index.html"}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}


def _fenced(text: str, language: str = "text") -> str:
    return f"``````{language}\n{text.rstrip()}\n``````"


def _shown(output: dict[str, Any]) -> str:
    """An output of a cell, as it was stored: the richest form that a page can show."""
    data = output.get("data", {})
    if "text/html" in data:
        return _fenced("".join(data["text/html"]), "{raw} html")
    if "image/png" in data:
        return _fenced(f'<img alt="" src="data:image/png;base64,{"".join(data["image/png"]).strip()}">', "{raw} html")
    return _fenced("".join(output.get("text") or data.get("text/plain") or output.get("traceback", "")))


class Notebook(MystParser):
    """A notebook as MyST: its words, its code, its stored outputs."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Turn the cells into one text and parse that."""
        parts = []
        for cell in json.loads(inputstring)["cells"]:
            text = "".join(cell["source"])
            parts.append(text if cell["cell_type"] == "markdown" else _fenced(text, "python"))
            parts += [_shown(output) for output in cell.get("outputs", [])]
        super().parse("\n\n".join(parts), document)


def _other_language(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document) -> None:
    """Tell each page where its twin in the other language is, and which language it has itself."""
    german = page.endswith(".de")
    twin = page.removesuffix(".de") if german else f"{page}.de"
    context["language"] = "de" if german else "en"
    context["twin"] = twin if twin in app.env.found_docs else None
    if german:
        context["furo_navigation_tree"] = _german_navigation(app, page, context["pathto"])


def _german_navigation(app: Sphinx, page: str, pathto: Callable[[str], str]) -> str:
    """Give the lists of the German index as the sidebar of a German page; the theme only knows those of the root."""
    lists = []
    for tree in app.env.get_doctree("docs/index.de").findall(addnodes.toctree):
        items = [
            f'<li class="toctree-l1{" current current-page" if name == page else ""}">'
            f'<a class="reference internal" href="{pathto(name)}">{escape(app.env.titles[name].astext())}</a></li>'
            for _, name in tree["entries"]
        ]
        lists.append(f'<p class="caption"><span>{escape(tree["caption"])}</span></p><ul>{"".join(items)}</ul>')
    return "".join(lists)


def setup(app: Sphinx) -> None:
    """Hook in the notebooks and the switch of languages."""
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(Notebook)
    app.connect("html-page-context", _other_language, priority=900)  # after the theme

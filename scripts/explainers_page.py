"""Write docs/explainers.md and its German twin from the explainers: all of them on one page, with their sources.

    python scripts/explainers_page.py

A test holds the pages against the texts.
"""

from pathlib import Path

from fieber.explainers import Explanation, explanations

FOLDER = Path(__file__).parent.parent / "docs"
HEADS = {
    "explainers.md": (
        "en",
        """# What is asked again and again

[Auf Deutsch](explainers.de.md)

`fieber explain NAME` prints one of these, `fieber explain NAME EXPORT` fills it with your own numbers. Written by
`scripts/explainers_page.py` from the files in `src/fieber/explainers`; [a new one](guide/new-explainer.md) is one file.
""",
    ),
    "explainers.de.md": (
        "de",
        """# Was man immer wieder fragt

[In English](explainers.md)

`fieber explain NAME` zeigt eine dieser Erklärungen, `fieber explain NAME EXPORT` mit deinen Zahlen. Das schreibt
`scripts/explainers_page.py` aus den Dateien in `src/fieber/explainers`; [eine neue](guide/new-explainer.de.md) ist eine
Datei.
""",
    ),
}


def section(one: Explanation) -> str:
    """Give one explainer below a heading of its own; its own headings go one deeper."""
    body = one.body().replace("\n## ", "\n### ")
    return f"## {one.title}\n\n`{one.name}`\n\n{body}\n"


def pages() -> dict[str, str]:
    """Give the text of both pages by file name."""
    found = {}
    for name, (lang, head) in HEADS.items():
        every = [one for one in explanations("de" if lang == "de" else "en") if one.kind == "explainer"]
        listed = "".join(f"- {one.title}: `{one.name}`\n" for one in every)
        found[name] = "\n".join([head, listed, *(section(one) for one in every)])
    return found


def main() -> None:
    """Write both pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""What all HTML pages are made of: elements whose text from outside is escaped here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieber.model.text import Message
    from fieber.report.words import Words

FOOTER = ("footer.accounts", "footer.platforms", "footer.work")


def tag(name: str, text: str, **attributes: str) -> str:
    """Give an element that holds only text."""
    named = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{named}>{escape(text)}</{name}>"


def paragraphs(messages: tuple[Message, ...], words: Words) -> str:
    """Give several messages as one paragraph."""
    return tag("p", words.join(messages)) if messages else ""


def bullets(messages: tuple[Message, ...], words: Words) -> str:
    """Give several messages as a list."""
    return f"<ul>{''.join(tag('li', words.say(message)) for message in messages)}</ul>" if messages else ""


def subtitle(text: str, level: int) -> str:
    """Give a small heading."""
    return tag(f"h{level}", text, **{"class": "subtitle"})


def section(key: str, inner: str, words: Words) -> str:
    """Give a titled part of the page; nothing where it would be empty."""
    if not inner:
        return ""
    title = tag("h2", words.word(key), **{"class": "title"})
    return f'<section>{title}<div class="content">{inner}</div></section>'


def folded(summary: str, inner: str) -> str:
    """Give something that is opened by who wants to see it; nothing where it would be empty."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>" if inner else ""

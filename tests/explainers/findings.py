"""Findings for explainers to be filled from: no fever, a fever with its split and weather, followers, too little."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tests.checkup.accounts import one, steady
from tests.report.test_voice import below_a_mark, feverish, worried

import fieber

if TYPE_CHECKING:
    from fieber.api import Checkup


def too_little() -> Checkup:
    """Four posts."""
    return one(fieber.check(steady(4), complaint="Bin ich im Shadowban?", lang="de"))


MADE = {"healthy": worried, "fever": feverish, "followers": below_a_mark, "too_little": too_little}


@cache
def checkup(name: str) -> Checkup:
    """Give one of them; made once."""
    return MADE[name]()


def finding(name: str, lang: str) -> dict[str, Any]:
    """Give one of them as the contract's object, its sentences in a language."""
    made = checkup(name)
    return type(made)(made.diagnosis, "de" if lang == "de" else "en").to_dict()

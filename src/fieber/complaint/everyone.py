"""Whether a sentence says something of all accounts: "alle verlieren gerade", "everyone's reach is down"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieber.complaint.reading import Draft

EVERYONE = "everyone"
_THINGS = r"(?:posts?|reels?|videos?|storys?|stories|bilder|bildern|fotos?|follower|fans|abonnenten)"
_DE_ALL = r"(?:fast\s+)?(?:alle[nr]?|jede[rmn]?)(?:\s+anderen)?(?:\s+(?:accounts?|creator|kanäle[n]?|leute[n]?))?"
_EN_ALL = r"(?:almost\s+)?(?:everyone|everybody|all\s+(?:the\s+)?(?:accounts|creators))(?:\s+else)?"
_SMALL_WORDS = r"(?:\s+(?:das|es|etwa|denn|gerade|jetzt|momentan|aktuell|so|nur|auch|nicht))*"
# the subject is all, and what they do is to lose; "alle Reels" and "alle entfolgen mir" are about this account
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:bei|geht{_SMALL_WORDS}|trifft{_SMALL_WORDS}|betrifft{_SMALL_WORDS})\s+{_DE_ALL}\b(?!\s+{_THINGS})",
        rf"^\W*(?:verlieren|haben|sinkt|sinken)?\s*{_DE_ALL}{_SMALL_WORDS}\s+(?:verlieren|weniger|runter|einbruch)\b",
        rf"\b{_DE_ALL}\s+(?:verlieren|verliert|haben\s+(?:gerade\s+)?weniger|brechen\s+(?:gerade\s+)?ein)\b",
        rf"\b{_EN_ALL}(?:['’]s)?\s+(?:\w+\s+){{0,2}}?(?:is|are|has|have|was)?\s*(?:losing|down|dropping|falling|less)\b",
        rf"\b(?:for|to|with|hitting|hits|affecting|is\s+it)\s+{_EN_ALL}\b(?!['’]?s?\s+{_THINGS})",
    )
)
_ASKS = frozenset({"claim_drop", "other"})


def with_everyone(draft: Draft, text: str) -> Draft:
    """Give the draft with the intent "everyone" where the text speaks of all accounts, else as it is.

    A sentence of which nothing else was understood is then a claimed drop: that of all.
    """
    if draft["kind"] not in _ASKS or "intent" in draft or not any(one.search(text) for one in _PATTERNS):
        return draft
    if draft["kind"] == "other" and draft.get("metric") == "followers":
        return draft
    return {**draft, "kind": "claim_drop", "intent": EVERYONE}

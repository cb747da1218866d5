"""Two people never see or change anything of each other: one has a row in every table, the other tries every route."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RoutePattern
from tests.desk.everything import Belongings
from tests.desk.people import person, release, team_of

from fieber.desk.checkups.models import Inquiry
from fieber.desk.people.models import Role
from fieber.desk.urls import urlpatterns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.desk.people.models import Person

WORD = "Zaubernussbaum"
KINDS: dict[type, type] = {UUIDConverter: UUID, IntConverter: int}
NOBODYS = {UUID: UUID(int=1), int: 999_999}
PAIRS = [(mine, theirs) for mine in (Role.CREATOR, Role.MANAGER) for theirs in (Role.CREATOR, Role.MANAGER)]
PAIRS += [(Role.LEAD, Role.MANAGER), (Role.CALLER, Role.MANAGER)]  # each in a team of their own


def addresses(lena: Belongings) -> Iterator[tuple[str, list[Any]]]:
    """Give every route without a secret in it, with every number of hers that would fit."""
    numbers = {row.pk for row in lena.rows.values()}
    for route in urlpatterns:
        kinds = [KINDS.get(type(converter)) for converter in route.pattern.converters.values()]
        if isinstance(route.pattern, RoutePattern) and None not in kinds:
            fitting = [[number for number in numbers if type(number) is kind] for kind in kinds]
            yield from ((route.name, list(arguments)) for arguments in product(*fitting))


def kept(lena: Belongings) -> dict[str, Any]:
    """Give all that is in her rows."""
    return {label: type(row)._default_manager.filter(pk=row.pk).values().first() for label, row in lena.rows.items()}


@pytest.mark.parametrize(("mine", "theirs"), PAIRS, ids=str)
def test_two_people_are_apart(mine: str, theirs: str, desk: None) -> None:
    """With every number of the other: the same answer as for one that nobody has; nothing is told or changed."""
    lena = Belongings(person("lena", theirs), WORD)
    Inquiry.objects.all().delete()  # what somebody asks those who work here, they are meant to see
    del lena.rows["checkups.inquiry"]
    before, tried = kept(lena), 0
    luca = person("luca", mine)
    team_of("South", luca)

    for name, arguments in addresses(lena):
        nobodys = [NOBODYS[type(one)] for one in arguments]
        for method in ("get", "post") if arguments else ("get",):
            theirs_told, content = answered(luca, method, reverse(name, args=arguments))
            assert WORD.encode() not in content, name
            if arguments:
                unknown_told, _ = answered(luca, method, reverse(name, args=nobodys))
                assert theirs_told == unknown_told, name
                tried += 1

    assert tried > 100
    assert kept(lena) == before


def answered(who: Person, method: str, address: str) -> tuple[tuple[int, str], bytes]:
    """Ask as somebody who has just signed in: some routes sign out. Gives what is told, and the page."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(who)
    answer = getattr(client, method)(address)
    content = answer.getvalue()
    release(answer)
    return (answer.status_code, answer.get("HX-Refresh", "")), content

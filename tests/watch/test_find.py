"""What is told of a night: only what is new and stands out, what is bad first, and each thing once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.watch.nights import accounts, best, crossing, fell, group, night, seen

from fieber.model.groups import Place
from fieber.model.news import Fever, GroupFever, SharedFever
from fieber.watch._find import news_of
from fieber.watch._state import State

if TYPE_CHECKING:
    from fieber.model.news import Night
    from fieber.watch._find import Seen

ILL = 1e-6
WHOLE, REELS = Place("instagram"), Place("instagram", "DE", None, "reel")


def run(*nights: Seen, share: float = 0.1) -> list[Night]:
    """Run one night after the other, each remembering those before."""
    state, found = State(), []
    for one in nights:
        told, state = news_of(one, state, share)
        found.append(told)
    return found


def names(told: Night) -> list[str]:
    return [getattr(one, "account", one.what) for one in told.news]


def test_a_quiet_night_has_no_news() -> None:
    """Nothing wrong with anybody: nothing to tell."""
    (told,) = run(seen(0))

    assert told.news == ()
    assert told.judged == 50
    assert told.quiet_days == pytest.approx(252)


def test_a_fever_is_told_once() -> None:
    """It is told in the first night, and not in those after, while it lasts."""
    told = run(*(seen(number, {"anna": ILL}) for number in range(40)))

    assert [names(one) for one in told] == [["anna"], *[[]] * 39]


def test_a_fever_that_comes_back_is_told_again_after_a_calm_week() -> None:
    """Three calm nights are a pause of the same fever, eight are its end; at 37.6 it is not over."""
    calm, warm = {"anna": 0.5}, {"anna": 0.06}
    short = run(seen(0, {"anna": ILL}), *(seen(n, calm) for n in (1, 2, 3)), seen(4, {"anna": ILL}))
    long = run(seen(0, {"anna": ILL}), *(seen(n, calm) for n in range(1, 10)), seen(10, {"anna": ILL}))
    never = run(seen(0, {"anna": ILL}), *(seen(n, warm) for n in range(1, 30)), seen(30, {"anna": ILL}))

    assert [names(one) for one in (short[-1], long[-1], never[-1])] == [[], ["anna"], []]


def test_one_account_of_two_platforms_is_two() -> None:
    """A name on another platform is another account."""
    both = accounts({"anna": ILL})
    both = both.vstack(
        both.filter(account="anna").with_columns(platform=both["platform"].head(1).str.replace("instagram", "x"))
    )

    told = run(seen(0, accounts=both))

    assert len(told[0].news) == 2


def test_what_chance_brings_in_so_many_accounts_is_not_told() -> None:
    """38.6 °C is told to a roster of one, not to one of fifty; nor is a loss that is probably small."""
    alone = run(seen(0, accounts=accounts({"anna": 1e-3}, healthy=0)))
    among = run(seen(0, {"anna": 1e-3}))
    small = run(seen(0, accounts=accounts({"anna": ILL}, p_drop=0.3)))

    assert [names(one) for (one,) in (alone, among, small)] == [["anna"], [], []]


def test_of_many_alarms_each_needs_less() -> None:
    """A p that is not told alone is told in a week in which others are."""
    weak = 5e-4
    (together,) = run(seen(0, {"a": ILL, "b": ILL, "c": ILL, "d": weak}))
    _, after = run(seen(0, {"a": ILL, "b": ILL, "c": ILL}), seen(5, {"a": ILL, "b": ILL, "c": ILL, "d": weak}))
    _, late = run(seen(0, {"a": ILL, "b": ILL, "c": ILL}), seen(40, {"a": ILL, "b": ILL, "c": ILL, "d": weak}))

    assert [names(one) for one in (together, after, late)] == [["a", "b", "c", "d"], ["d"], []]


def test_a_fever_that_everyone_has_is_counted_not_called() -> None:
    """Whose drop is the weather's is told as a number, once."""
    first, second = run(*(seen(n, accounts=accounts({"a": ILL, "b": ILL}, finding="everyone")) for n in (0, 1)))

    assert first.news == (SharedFever(2),)
    assert second.news == ()


def test_bad_weather_makes_no_room_for_chance() -> None:
    """A fever that is not told alone is not told beside twenty that are everybody's, nor in the nights after."""
    weak = accounts({"weak": 5e-4})
    ill = accounts({f"ill{n}": ILL for n in range(20)}, finding="everyone", healthy=0)

    first, second = run(seen(0, accounts=ill.vstack(weak)), seen(1, accounts=ill.vstack(weak)))

    assert first.news == (SharedFever(20),)
    assert second.news == ()


def test_who_was_counted_is_not_called_for_the_same_fever() -> None:
    """Whether it is everybody's may turn from night to night; it stays one fever until it was calm for a week."""
    counted, named = (accounts({"a": ILL}, finding=finding) for finding in ("everyone", "yours"))
    turned = run(*(seen(n, accounts=rows) for n, rows in enumerate((counted, named, counted))))
    back = run(*(seen(n, accounts=rows) for n, rows in enumerate((named, counted, named))))
    again = run(seen(0, accounts=counted), *(seen(n) for n in range(1, 10)), seen(10, accounts=counted))

    assert [names(one) for one in turned] == [["shared_fever"], [], []]
    assert [names(one) for one in back] == [["a"], [], []]
    assert names(again[-1]) == ["shared_fever"]


def test_what_is_bad_comes_first_and_the_weather_before_single_accounts() -> None:
    """Weather, place, followers, fevers, marks downwards; then marks upwards and best months."""
    groups = (group(WHOLE, 1e-4), group(REELS, 1e-6, 1e-8, is_where=True))
    crossed = (crossing(side="above", account="up"), crossing(account="down"))
    parts = {"groups": groups, "crossed": crossed, "fell": (fell(night(0).date()),), "best": best({"good": 1e-7})}

    (told,) = run(seen(0, {"ill": ILL}, **parts))

    assert names(told) == ["weather", "group", "followers_fell", "ill", "down", "up", "good"]


def test_weather_places_and_days_are_told_once() -> None:
    """The next night has nothing new to say of them, not even where the day of the followers moves by one."""
    groups = (group(WHOLE, 1e-4), group(REELS, 1e-6, 1e-8, is_where=True))
    nights = [seen(n, groups=groups, fell=(fell(night(n).date()),)) for n in (0, 1)]

    first, second = run(*nights)

    assert len(first.news) == 3
    assert second.news == ()


def test_a_group_is_told_only_where_it_is_rare_and_large() -> None:
    """Among 30 groups a p of 1 in 100 is chance, and so is a difference that is probably below a tenth."""
    others = [group(Place("instagram", f"C{n}"), 0.3, 0.5) for n in range(30)]
    rare = group(REELS, 1e-6, 1e-8, is_where=True)
    (common,) = run(seen(0, groups=(*others, group(REELS, 0.01, 0.01, is_where=True))))
    (small,) = run(seen(0, groups=(*others, replace(rare, own_p_drop=0.3))))
    (told,) = run(seen(0, groups=(*others, rare)))

    assert [names(one) for one in (common, small, told)] == [[], [], ["group"]]


def test_groups_of_one_platform_are_one_alarm() -> None:
    """A change moves forty groups that lie in one another; that makes no room for chance on another platform."""
    nested = [group(Place("instagram", f"C{n}"), 0.3, 1e-9, is_where=n == 0) for n in range(40)]
    chance = [group(Place("tiktok", f"C{n}"), 0.3, 1e-3 if n == 0 else 0.5, is_where=n == 0) for n in range(40)]

    first, second = run(*(seen(n, groups=(*nested, *chance)) for n in (0, 1)))

    (told,) = first.news
    assert isinstance(told, GroupFever)
    assert told.group.place.platform == "instagram"
    assert told.every_days == pytest.approx(7 / (3 * 2 * 40 * 1e-9))  # three crossings a week, two platforms
    assert second.news == ()


def test_a_mark_is_told_once_a_month_however_often_it_is_crossed() -> None:
    """Back and forth over 100,000 is one piece of news; another mark is another."""
    sides = ["below", "above", "below"]
    told = run(
        *(seen(n, crossed=(crossing(side=side),)) for n, side in enumerate(sides)), seen(3, crossed=(crossing(50_000),))
    )
    again = run(seen(0, crossed=(crossing(),)), seen(30, crossed=(crossing(),)))

    assert [len(one.news) for one in told] == [1, 0, 0, 1]
    assert len(again[1].news) == 1


def test_a_smaller_share_is_quieter() -> None:
    """Who allows one alarm in a hundred to be chance hears of less, and the rarity that is stated fits."""
    (usual,) = run(seen(0, {"anna": 1e-4}))
    (strict,) = run(seen(0, {"anna": 1e-4}), share=0.01)

    (fever,) = usual.news
    assert isinstance(fever, Fever)
    assert fever.every_days > usual.quiet_days
    assert strict.news == ()
    assert strict.quiet_days == pytest.approx(2772)

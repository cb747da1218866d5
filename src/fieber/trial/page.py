"""The trial's page, section by section, as lines of Markdown: targets, pictures, worlds, methods, bounds, weather."""

from __future__ import annotations

import platform
from math import isnan
from typing import TYPE_CHECKING

from fieber.trial.accounts import HISTORY, WINDOW
from fieber.trial.healthy import APART
from fieber.trial.weather_summary import FIGURES
from fieber.trial.worlds_summary import power, rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieber.trial.compare import Standing
    from fieber.trial.estimates import Estimate
    from fieber.trial.report import Circumstances
    from fieber.trial.run import Results
    from fieber.trial.targets import Row


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if isnan(value):
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def figure(one: Estimate) -> str:
    """Write a figure with its standard error."""
    if isnan(one.value):
        return "–"
    if one.se is None:
        return number(one.value) if one.value == 0 or abs(one.value) >= 1e-3 else f"{one.value:.1e}"
    return f"{number(one.value)} ± {number(one.se)}"


def verdict(row: Row) -> str:
    """Say whether the target is reached, and whether the limit is within two standard errors."""
    return row.inside if row.is_sure or row.inside == "not measured" else f"{row.inside}, within 2 se of the limit"


def page(results: Results, how: Circumstances, titles: dict[str, str]) -> Iterator[str]:
    """Give the whole page; titles: of the pictures, by file name without ending."""
    yield "# The trial of the thermometer"
    yield ""
    earlier = f", and {how.earlier:.0f} in earlier runs whose work it took over" if how.earlier >= 1 else ""
    plus = " (+: the tree differed from it)" if how.commit.endswith("+") else ""
    yield (
        f"{how.day}, commit {how.commit}{plus}, fieber {how.version}, {how.sizes} trial, {how.minutes:.0f}"
        f" minutes{earlier}, on {platform.machine()}."
    )
    yield ""
    yield (
        "Seeds: every random number hangs on what it is for (SHA-256 of words such as `healthy 17`, `trial/chance.py`),"
        " never on the order of the work or the clock, so the same commit gives the same figures, but for times."
    )
    for note in results.notes:
        yield f"\n- {note}"
    yield "\n## Targets\n"
    yield (
        "*part*: what `fieber trial --parts` calls it. *reached*: the figure ± one standard error; accounts are what is"
        " independent, so looks and cases of one account count as one draw. *inside*: whether the figure itself reaches"
        " the target, and whether the limit lies within two standard errors of it. *n*: accounts, cases or bootstrap"
        " draws that the figure rests on.\n"
    )
    yield from table(results.rows)
    for name, title in titles.items():
        yield f"\n![{title}]({name}.svg)"
    if titles:
        yield "\nWhiskers are two standard errors."
    yield from _worlds(results)
    yield from _methods(results)
    yield from _bound(results)
    yield from _weather(results)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Give the table of the targets."""
    yield "| part | what | target | reached ± se | inside | n, details |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        cells = (row.part, row.what, row.target, figure(row.reached), verdict(row), f"{row.reached.n:,}; {row.detail}")
        yield "| " + " | ".join(cell.rstrip("; ").replace("|", "\\|") for cell in cells) + " |"


def _worlds(results: Results) -> Iterator[str]:
    if results.healthy is None or results.power is None:
        return
    yield "\n## Worlds\n"
    yield (
        "*≥ 38.5* and *≥ 37.5*: weekly looks a healthy account-year at that temperature or above, which the scale wants"
        " to be 1 and 4. *×0.5 found*: share of accounts, their likes halved for 26 weeks, that have a look ≥ 38.5"
        f" within 12 weeks. Fevers may be rarer in: {', '.join(APART)}.\n"
    )
    yield "| world | ≥ 38.5 | ≥ 37.5 | ×0.5 found |"
    yield "|---|---|---|---|"
    fevers, elevated, found = rates(results.healthy, "fevers"), rates(results.healthy, "elevated"), power(results.power)
    for name, one in fevers.items():
        yield f"| {name} | {figure(one)} | {figure(elevated[name])} | {figure(found[name]) if name in found else '–'} |"
    if results.overall is not None:
        answered = float(results.overall["answered"].sum()) / max(float(results.overall["looks"].sum()), 1.0)
        yield f"\nThe same for the headline of three correlated vitals; {answered:.0%} of its looks have a number:\n"
        yield "| world | ≥ 38.5 | ≥ 37.5 |"
        yield "|---|---|---|"
        elevated = rates(results.overall, "elevated")
        for name, one in rates(results.overall, "fevers").items():
            yield f"| {name} | {figure(one)} | {figure(elevated[name])} |"


def _methods(results: Results) -> Iterator[str]:
    if results.groups:
        yield "\n## Methods beside each other on real accounts\n"
        yield (
            f"Each case has a history of {HISTORY[0]} to {HISTORY[1]} posts and {WINDOW} posts after a date that every"
            " method is told; in treated cases each like of these posts is kept with the chance ×. Tables hold the"
            " cases that all of their methods judge. *false alarms*: share of untouched cases at which the method's own"
            " rule at 5 % alarms. *AUC*: chance that a treated case scores above an untouched one. *power*: share of"
            " treated cases above the score that 5 % of the untouched ones exceed. *error*: median of |change told −"
            " change made| in points, – where a method tells none. *ms*: median time of a case."
        )
    for group in results.groups:
        yield f"\n### {group.name}\n"
        yield f"{group.frame['account'].n_unique()} accounts; fieber answers {figure(group.answered)} of the cases.\n"
        yield from _method_table(group.standings)
        for slow, own in group.beside_slow:
            yield f"\nOn the cases of {slow.method}:\n"
            yield from _method_table((slow, own))


def _method_table(standings: Sequence[Standing]) -> Iterator[str]:
    yield (
        "| method | cases | false alarms | AUC ×0.7 | AUC ×0.5 | power ×0.7 | power ×0.5"
        " | error ×0.8 | error ×0.7 | error ×0.5 | ms |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for one in sorted(standings, key=lambda s: -s.auc[0.7].value):
        errors = [figure(one.error[f]) if f in one.error else "–" for f in (0.8, 0.7, 0.5)]
        cells = [one.method, str(one.cases), figure(one.false_alarms)]
        cells += [figure(one.auc[f]) for f in (0.7, 0.5)] + [figure(one.power[f]) for f in (0.7, 0.5)] + errors
        yield "| " + " | ".join([*cells, "–" if one.seconds is None else f"{1000 * one.seconds:.1f}"]) + " |"


def _bound(results: Results) -> Iterator[str]:
    if results.delays:
        yield "\n## The bound of the delay\n"
        yield (
            "Likes halved, looks after every post. *fieber*: mean posts from the change to the first look ≥ 38.5."
            " *CUSUM*: the same for one that knows level, scatter, factor and law, in its steady state, at the same"
            " mean number of posts *between false alarms*. *asymptote*: Lorden's, log(posts between alarms) ÷"
            " information. *missed*: not found in 300 posts, and counted with 300.\n"
        )
        yield "| log-sd of posts | fieber | CUSUM | fieber ÷ CUSUM | asymptote | between false alarms | missed |"
        yield "|---|---|---|---|---|---|---|"
        for delay in results.delays:
            told = (figure(delay.mean), number(delay.cusum), figure(delay.ratio), number(delay.lorden))
            yield f"| {delay.scatter:g} | {' | '.join(told)} | {figure(delay.between_alarms)} | {delay.missed} |"
    if results.rare:
        yield "\n## The bound of the power\n"
        yield (
            "*found*: ×0.5, found within 12 weeks, by a CUSUM that knows level, scatter and factor and shows one weekly"
            " look a healthy year; no method without this knowledge can be expected to do better."
        )
        yield "\n| world | found |\n|---|---|"
        for name, one in results.rare.items():
            yield f"| {name} | {figure(one)} |"
    if not results.clean:
        return
    yield "\n## The bound of the test\n"
    yield (
        "Cleaned real accounts (constant level, their own effects, their residuals by a block bootstrap); the oracle"
        " knows level, effects and noise. *AUC* and *power* (at a true 5 %) as above.\n"
    )
    yield "| method | cases | AUC ×0.9 | AUC ×0.7 | AUC ×0.5 | power ×0.9 | power ×0.7 | power ×0.5 |"
    yield "|---|---|---|---|---|---|---|---|"
    for line in results.clean:
        cells = [figure(line.auc[f]) for f in (0.9, 0.7, 0.5)] + [figure(line.power[f]) for f in (0.9, 0.7, 0.5)]
        yield "| " + " | ".join([line.method, str(line.cases), *cells]) + " |"


def _weather(results: Results) -> Iterator[str]:
    if not results.weather:
        return
    yield "\n## The weather on real accounts\n"
    yield (
        "One account of a roster at a time keeps each like with the chance × in the window after a date that is told;"
        " the others stay as they are. It is judged *alone* and *with peers*, net of what the others had over the same"
        " days (at least 20 of them with posts before and after). *gain*: with peers less alone, its standard error"
        " from a bootstrap of accounts that is the same for both. *median error* and *RMS error*: of the change in log"
        " units (0.1 is about 10 %). *AUC*, *power* (at a true 5 %) and *false alarms* (p ≤ .05, untouched) as above,"
        " *coverage* of the 90 % interval. *cases*: treated ones. *sd of the weather*: of the others' change over the"
        " cases' windows, log units: where it is small there is little to gain.\n"
    )
    yield f"| accounts | window | × | cases | sd of the weather | judged | {' | '.join(FIGURES)} |"
    yield "|---" * (6 + len(FIGURES)) + "|"
    for one in results.weather:
        for name, figures in one.figures.items():
            where = [f"{one.accounts}, {one.platform}", one.window, f"{one.factor:g}", str(one.cases)]
            cells = [*where, f"{one.weather:.2f}", name, *(figure(figures[what]) for what in FIGURES)]
            yield "| " + " | ".join(cells) + " |"

"""What is asked after the thermometer, in this order; each step sees what the ones before it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.checkup.advice_step import with_advice
from fieber.checkup.causes_step import with_causes
from fieber.checkup.events import with_events
from fieber.checkup.experiment_step import with_experiment
from fieber.checkup.finding import with_finding
from fieber.checkup.followers import with_followers
from fieber.checkup.outlook_step import with_outlook
from fieber.checkup.split import with_split
from fieber.checkup.weather_step import with_weather
from fieber.checkup.young_posts import with_young_posts

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

    Step = Callable[[View, Diagnosis], Diagnosis]

STEPS: tuple[Step, ...] = (
    with_split,
    with_events,
    with_weather,
    with_young_posts,
    with_followers,
    with_causes,
    with_finding,
    with_outlook,
    with_advice,
    with_experiment,
)

"""What Django has to know of the desk as a whole: its templates, words and jobs."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Desk(AppConfig):
    """Finds the jobs of all other parts."""

    name = "fieber.desk"
    label = "desk"

    def ready(self) -> None:
        """Load what each part does in the background, and what it asks of those who register."""
        autodiscover_modules("background", "registration")

"""`python -m django reseal`: closes everything anew with the secret that holds now, so that the old one can go."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from fieber.desk.sealed import SealedText, opened, sealed

OF_SECOND_FACTORS = ("secret", "seed")  # what allauth keeps of apps and of spare codes


class Command(BaseCommand):
    """One text after the other, while the desk goes on working."""

    def handle(self, *_args: Any, **_options: Any) -> str:
        """Give how many texts were closed anew."""
        fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]  # noqa: SLF001 - Django documents it
        texts = [(model, field.name) for model, field in fields if isinstance(field, SealedText)]
        return str(sum(_reseal(model, name) for model, name in texts) + _reseal_factors())


def _reseal(model: type[models.Model], name: str) -> int:
    rows = model._base_manager.exclude(**{f"{name}__isnull": True})  # noqa: SLF001 - likewise
    numbers = list(rows.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():  # whoever changes it at the same moment waits
            row = rows.select_for_update().filter(pk=number)
            for text in row.values_list(name, flat=True):
                row.update(**{name: text})
    return len(numbers)


def _reseal_factors() -> int:
    numbers = list(Authenticator.objects.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            for one in Authenticator.objects.select_for_update().filter(pk=number):
                one.data |= {key: sealed(opened(one.data[key])) for key in OF_SECOND_FACTORS if key in one.data}
                one.save(update_fields=["data"])
    return len(numbers)

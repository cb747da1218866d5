"""Who may sign in, and by which invitation they came."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What a person does here; what each may do stands beside each view (`people.access`)."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    MANAGER = "manager"
    CALLER = "caller"
    CREATOR = "creator"


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None, **values: Any) -> Person:
        """Give a new person with this address and password."""
        person = Person(email=email.strip().lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        # whoever invites vouches for the address; who registers by the form has to confirm it
        EmailAddress.objects.using(self._db).create(user=person, email=person.email, verified=True, primary=True)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find by address, however it is written."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in, by mail address and password."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MANAGER)
    language = models.CharField(max_length=2, choices=[("de", "Deutsch"), ("en", "English")], default="en")  # of mails
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = People()

    def __str__(self) -> str:
        return f"person {self.pk}"  # an address or name would end in a log


class Team(models.Model):
    """Some of those who work here: what they look after, other teams never see."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return f"team {self.pk}"


class Member(models.Model):
    """Somebody is in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="members")

    class Meta:
        """Put in twice is in once."""

        constraints = [models.UniqueConstraint(fields=["team", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Invitation(models.Model):
    """A link by which one person joins, once."""

    role = models.CharField(max_length=20, choices=Role.choices)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL)  # into which they come
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE
    )  # null: the machine itself, at its start
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

"""What to do next: by the account's own record, by a random trial of it, by the cause, and by a person's rights."""

from fieber.advice.rights import letter, rights

__all__ = ["letter", "rights"]

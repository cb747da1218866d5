"""Before any registration: a field for numbers, and a first answer. Nothing of it is kept."""

"""Who may sign in, and how they join."""

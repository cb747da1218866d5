"""Teams: who is in which, what a lead sees of them, and handing over what one looks after."""

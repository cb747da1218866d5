"""A manager's list: everybody at once, with temperatures, the weather and whom to call today."""

"""The clinical trial of the thermometer itself: what it promises, measured, beside what others reach."""

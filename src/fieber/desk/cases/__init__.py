"""Cases: what somebody complained about, what was answered, how it went on, and whether the fear was right."""

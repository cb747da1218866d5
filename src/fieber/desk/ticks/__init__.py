"""The blue tick: what each platform asks for, what somebody has of it, and what is missing."""

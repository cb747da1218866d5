"""While somebody talks on the phone: their sentence, three sentences to read aloud, one question to ask back."""

"""What somebody has here who came for their own accounts: uploads, connections, the history of their check-ups."""

"""Who may come in: passwords, sessions, and the gate in front of everything the service answers."""

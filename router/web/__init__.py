"""Pages for readers: confirm, leave, why. Every GET and HEAD leaves the database as it was."""

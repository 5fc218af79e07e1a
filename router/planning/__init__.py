"""Which stories go into one issue, in which order, and when it is due: pure decisions, each with its reason."""

"""The `router` command: app.py gathers it, one noun a file, one sentence for every mistake."""

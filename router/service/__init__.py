"""Starts and stops the house: installation.py opens it, line.py runs its steps, running.py opens its doors."""

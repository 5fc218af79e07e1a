"""Looks after the house: the conservation law, doctor, health, backup."""

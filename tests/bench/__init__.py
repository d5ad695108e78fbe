"""Measurements: how fast, how much memory, how long the worst case takes."""

"""Finds variables that only some arms of a Triton-vs-fallback dispatch define."""

__version__ = "0.1.0"

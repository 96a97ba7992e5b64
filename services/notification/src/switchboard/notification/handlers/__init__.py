"""Hearing, loading, deciding, saving."""

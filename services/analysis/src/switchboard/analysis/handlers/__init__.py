"""Hearing, loading, deciding, saving, analysing."""

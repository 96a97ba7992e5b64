"""Hearing, loading, deciding, saving, answering."""

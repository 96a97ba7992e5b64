"""The conversation database."""

"""The AI that answers: knowledge base, settings, runs."""

"""Events: past tense, filed by the service that states them."""

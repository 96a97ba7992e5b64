"""What analyses are, and how texts are read: pure functions."""

"""The gateway's values and rules-free types."""

"""What a conversation is, and what its decisions have in common."""

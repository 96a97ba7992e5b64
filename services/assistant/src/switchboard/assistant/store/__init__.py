"""Reading and writing the assistant's own tables."""

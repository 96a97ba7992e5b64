"""Reading and writing analyses."""

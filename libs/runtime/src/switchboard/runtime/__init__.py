"""What any Switchboard service process needs, and no business word."""

"""What a ticket is."""

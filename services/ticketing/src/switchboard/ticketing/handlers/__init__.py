"""Loading, deciding, saving."""

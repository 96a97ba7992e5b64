"""What can be decided or asked, one file a story; pure functions."""

"""Field definitions and post-chat analyses."""

"""Every message that passes between Switchboard's services, and the topics that carry them."""

"""What REST requests and answers look like, where they are not messages of the contracts."""

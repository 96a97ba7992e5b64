"""The gateway's doors: REST, WebSockets, and the feed from Kafka that they live on."""

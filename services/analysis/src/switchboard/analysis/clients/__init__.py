"""Libraries and services that are not ours."""

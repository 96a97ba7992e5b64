"""Switchboard on one machine: real servers, a supervisor and the `switchboard` command."""

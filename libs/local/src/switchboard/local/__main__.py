"""``python -m switchboard.local``: the same as `switchboard`."""

from switchboard.local.cli import main

main()

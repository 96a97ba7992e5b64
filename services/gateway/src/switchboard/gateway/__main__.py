"""`python -m switchboard.gateway serve|consume|migrate|demo-accounts|first-admin-link`."""

import sys

from switchboard.gateway.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m switchboard.gateway serve | consume | ...`: see the README."""

import sys

from switchboard.gateway.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

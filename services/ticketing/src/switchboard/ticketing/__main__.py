"""`python -m switchboard.ticketing consume | migrate`."""

import sys

from switchboard.ticketing.main import main

sys.exit(main(sys.argv[1:]))

"""`python -m switchboard.analysis consume | work | migrate`."""

import sys

from switchboard.analysis.main import main

sys.exit(main(sys.argv[1:]))

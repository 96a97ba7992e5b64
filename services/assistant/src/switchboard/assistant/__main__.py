"""`python -m switchboard.assistant consume | work | migrate`."""

import sys

from switchboard.assistant.main import main

sys.exit(main(sys.argv[1:]))

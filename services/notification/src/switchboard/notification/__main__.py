"""`python -m switchboard.notification consume | migrate`."""

import sys

from switchboard.notification.main import main

sys.exit(main(sys.argv[1:]))

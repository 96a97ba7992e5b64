"""`python -m switchboard.conversation consume | migrate`."""

import sys

from switchboard.conversation.main import main

sys.exit(main(sys.argv[1:]))

"""Every race, by name."""

from collections.abc import Mapping

from tests.integration.races.deadlines import ACT_AGAINST_DEADLINE
from tests.integration.races.last_moment import LastMoment
from tests.integration.races.racing import ACT_AGAINST_ACT, Race
from tests.integration.races.several import SEVERAL

LAST_MILLISECOND = "accept against the AI's reply in its last millisecond"

RACES_AT_ONCE: Mapping[str, Race] = {**ACT_AGAINST_ACT, **SEVERAL}
RACES_IN_TIME: Mapping[str, Race] = {LAST_MILLISECOND: LastMoment(), **ACT_AGAINST_DEADLINE}
"""Those in which something comes at its own time."""

RACES = {**RACES_AT_ONCE, **RACES_IN_TIME}

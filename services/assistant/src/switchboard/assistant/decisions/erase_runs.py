"""The person of a conversation was erased."""

from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Runs
from switchboard.runtime.roles import Accepted


def erase_runs(runs: Runs) -> Verdict:
    """Have what the runs read and found overwritten, and their jobs ended (rule E1).

    The close that came before has stopped the runs, and no later turn starts one.
    """
    return Accepted(runs, erases=True)

"""What the analysis service hears, and who handles it."""

from switchboard.analysis.handlers.closings import Closings
from switchboard.analysis.handlers.decider import AnalysisDecider
from switchboard.analysis.handlers.erasures import Erasures
from switchboard.runtime.transcripts import Transcripts

TRANSLATORS = (Closings(), Erasures())
PROJECTORS = (Transcripts(),)


def decider() -> AnalysisDecider:
    """The rules of analyses."""
    return AnalysisDecider()

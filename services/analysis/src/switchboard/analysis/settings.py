"""What the analysis service is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers that an operator can change."""

    analysis_seconds: float = 30.0
    """The longest that one attempt may take."""
    analyses_at_a_time: int = 4
    """How many analyses one `work` process has under way."""

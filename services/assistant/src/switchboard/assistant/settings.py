"""What the assistant is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers that an operator can change."""

    run_seconds: float = 20.0
    """The longest that a run looks for an answer; shorter than the conversation's own deadline."""
    runs_at_a_time: int = 16
    """How many runs one `work` process has under way."""
    least_confidence: float = 0.45
    """How much of a question an article has to be about to be quoted, 0 to 1."""

"""What the conversation service is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers of the rules that an operator can change."""

    turn_seconds: float = 30.0
    """How long the AI may take for a turn (rule C6)."""
    presence_grace_seconds: float = 60.0
    """How long after a start nobody is taken for offline (rule P1)."""

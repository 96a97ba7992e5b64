"""What the notification service is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers of the rules that an operator can change."""

    most_open: int = 200
    """How many notifications a member holds at once; past it the oldest is taken back."""
    arrival_seconds: float = 10.0
    """How long whoever came online is also told of what begins to wait without naming them."""

"""What the ticketing service is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers of the rules that an operator can change."""

    most_tickets: int = 100
    """How many tickets one conversation may have (rule T4: several)."""

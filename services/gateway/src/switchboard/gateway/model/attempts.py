"""Slowing down who guesses passwords."""

from collections import OrderedDict
from dataclasses import dataclass, field

FREE_ATTEMPTS = 5
"""Wrong passwords before the first wait."""
LONGEST_WAIT = 300.0
"""Seconds."""
_REMEMBERED = 10_000


@dataclass
class Attempts:
    """Wrong passwords by name, in one process; the wait doubles with each."""

    _failures: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)

    def wait(self, name: str, now: float) -> float:
        """Seconds until this name may try again; 0 for at once."""
        count, last = self._failures.get(name, (0, 0.0))
        if count < FREE_ATTEMPTS:
            return 0.0
        pause = min(2.0 ** min(count - FREE_ATTEMPTS, 10), LONGEST_WAIT)
        return max(0.0, last + pause - now)

    def failed(self, name: str, now: float) -> None:
        """A wrong password."""
        count, _ = self._failures.pop(name, (0, 0.0))
        self._failures[name] = (count + 1, now)
        if len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """A right password forgets the wrong ones."""
        self._failures.pop(name, None)

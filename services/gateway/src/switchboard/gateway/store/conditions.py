"""Conditions of a query, put together with their arguments."""

from typing import Any


class Conditions:
    """What rows have to fulfil, all of it.

    Terms write `{}` for each of their arguments, which become `$1`, `$2`, ...
    """

    def __init__(self) -> None:
        self._terms: list[str] = []
        self.arguments: list[Any] = []

    def add(self, term: str, *values: Any) -> None:
        """One more condition."""
        self._terms.append(self.filled(term, *values))

    def add_if(self, term: str, value: Any) -> None:
        """One more condition on a value, if there is one."""
        if value is not None:
            self.add(term, value)

    def filled(self, term: str, *values: Any) -> str:
        """A term with its arguments taken in, for use elsewhere in the query."""
        return term.format(*(self.argument(value) for value in values))

    def argument(self, value: Any) -> str:
        """The name of one more argument."""
        self.arguments.append(value)
        return f"${len(self.arguments)}"

    def __str__(self) -> str:
        return " AND ".join(self._terms) or "true"

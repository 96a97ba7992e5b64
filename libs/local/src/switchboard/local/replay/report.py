"""What a replay prints: what the files hold, what each view holds, and what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from switchboard.contracts.words import Source
from switchboard.local.replay.auditing import Finding, Holding
from switchboard.local.replay.facts import Kind
from switchboard.local.replay.recording import Recording

_MOST_FINDINGS = 20
_PEOPLE = (Source.USER, Source.AGENT)
_SOURCES = (*_PEOPLE, Source.AI, Source.SYSTEM)


@dataclass(frozen=True)
class Report:
    """The result of a replay.

    Attributes:
        analysed: completed analyses by the place that told of them; empty if none are expected.
        lost_replies: runs of the AI that lost to a take-over.
        seconds: from the first visitor to the last close.
    """

    recordings: Sequence[Recording]
    holdings: Sequence[Holding]
    findings: Sequence[Finding]
    seconds: float
    lost_replies: int
    analysed: dict[str, int] = field(default_factory=dict)

    def show(self, console: Console) -> None:
        """Print it."""
        console.print(self._table())
        for sentence in self._sentences():
            console.print(sentence, soft_wrap=True)
        for finding in self.findings[:_MOST_FINDINGS]:
            text = str(finding)
            console.print(text, style="red", markup=False, highlight=False, soft_wrap=True)
        console.print(self._verdict())

    def _sentences(self) -> Iterator[str]:
        messages = self._recorded(*_PEOPLE)
        rate = messages / self.seconds
        yield f"{messages} messages in {self.seconds:.1f} s, {rate:.0f} a second."
        yield f"Replies of the AI that lost to a take-over: {self.lost_replies}."
        for place, number in self.analysed.items():
            yield f"{number} conversations analysed ({place})."

    def _verdict(self) -> str:
        if not self.findings:
            return "[green]Audit clean.[/green]"
        return f"[red]Audit failed: {len(self.findings)} findings.[/red]"

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column("")
        for name in ("conversations", "messages", *(s.value for s in _SOURCES), "closed"):
            table.add_column(name, justify="right")
        recorded = [str(self._recorded(source)) for source in _PEOPLE]
        count = str(len(self.recordings))
        messages = str(self._recorded(*_PEOPLE))
        table.add_row("files", count, messages, *recorded, "-", "-", count)
        for holding in self.holdings:
            table.add_row(*_row(holding))
        return table

    def _recorded(self, *sources: Source) -> int:
        lines = (line for recording in self.recordings for line in recording.lines)
        return sum(line.source in sources for line in lines)


def _row(holding: Holding) -> list[str]:
    facts = holding.facts
    closed = sum(fact.kind is Kind.CLOSED for fact in facts)
    return [
        holding.view.value,
        str(len({fact.conversation_id for fact in facts})),
        str(sum(fact.source in _PEOPLE for fact in facts)),
        *(str(sum(fact.source is source for fact in facts)) for source in _SOURCES),
        "-" if holding.heads is None else str(closed),
    ]

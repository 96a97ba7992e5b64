"""Figures by name: printed as a table, kept as JSON."""

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

Figures = dict[str, float | str]
"""Units stand in the names."""

RESULTS = Path(__file__).parent / "results"
MOST_TIMES_IDLE = 1.5
TIMES_IDLE = f"times the idle figure (at most {MOST_TIMES_IDLE})"
"""Of whoever waits beside what nobody waits for."""

_QUIET_LOAD = 0.3
_LARGE = 100
_SMALL = 10


def print_figures(title: str, figures: Figures) -> None:
    """Print a table at once, so that a run that breaks off has shown what it found."""
    print(f"\n{title}")
    for name, figure in figures.items():
        print(f"  {name:<56} {written(figure)}")
    sys.stdout.flush()


def written(figure: float | str) -> str:
    """A figure with as many digits as mean something."""
    if isinstance(figure, str):
        return figure
    if figure == int(figure) or abs(figure) >= _LARGE:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if abs(figure) >= _SMALL else f"{figure:.2f}"


def past_the_bound(tables: Mapping[str, Figures]) -> list[str]:
    """The tables whose p99 grew by more than is allowed."""
    return [
        name for name, table in tables.items() if float(table.get(TIMES_IDLE, 0)) > MOST_TIMES_IDLE
    ]


def warn_of_company() -> None:
    """Say so if the machine is busy already: then the figures are not the system's own."""
    load = os.getloadavg()[0]
    if load > _QUIET_LOAD:
        print(
            f"\nWARNING: the load average is {load:.2f} before anything was started. Something "
            "else uses this machine; the figures will look worse than the system is."
        )


def keep(tables: dict[str, Figures]) -> Path:
    """Write all tables to a file of their own in `benchmarks/results`."""
    RESULTS.mkdir(exist_ok=True)
    at = datetime.now(UTC)
    machine = {"at": at.isoformat(), "python": platform.python_version()}
    file = RESULTS / f"{at:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps({**machine, "tables": tables}, indent=2, ensure_ascii=False) + "\n")
    return file

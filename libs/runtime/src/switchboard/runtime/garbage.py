"""The garbage collector, set for processes that make much and keep little."""

import gc

_YOUNG = 50_000
_MIDDLE = 20
_OLD = 50


def collect_garbage_less_often() -> None:
    """Let a batch, or what a poll brings to all sockets, end before the collector looks at it.

    Each makes some 100,000 objects that hold no cycles and are gone right after; with Python's own
    thresholds the collector takes a fifth of the process's time to find that out, and every socket
    waits 0.1 s and more for it. To be called when what stays to the end is there: modules, routes,
    models are not looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)

"""Replaces itself with a command that dies with its parent, in a user namespace if asked.

Run by path with ``python -I -S``, so that it starts in some 10 ms and needs nothing but the
standard library: ``launch.py PARENT_PID DEATH_SIGNAL plain|namespace COMMAND...``. A program
between two ``exec`` calls is used instead of ``preexec_fn``, which may deadlock with threads.
"""

import ctypes
import os
import sys
from pathlib import Path

NAMESPACE_REFUSED = 97
"""Exit status that says: this machine forbids user namespaces."""

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_user_namespace() -> None:
    """Appear as user 1000 to the command, which refuses to run as root; files stay ours."""
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        sys.exit(NAMESPACE_REFUSED)
    try:
        Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"1000 {group} 1")
    except OSError:
        sys.exit(NAMESPACE_REFUSED)


def die_with_parent(parent: int, signal: int) -> None:
    """Ask the kernel for ``signal`` when the parent ends, where the kernel knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal)
    if os.getppid() != parent:
        sys.exit(1)


def main() -> None:
    """Do what the arguments say and become the command."""
    parent, signal, kind, *command = sys.argv[1:]
    if kind == "namespace":
        enter_user_namespace()
    # After the namespace: entering one changes credentials, which clears the death signal.
    die_with_parent(int(parent), int(signal))
    os.execvp(command[0], command)  # noqa: S606 - the command comes from our own code


if __name__ == "__main__":
    main()

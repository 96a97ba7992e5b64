"""The rules, one file each: pure functions of (state, request, time)."""

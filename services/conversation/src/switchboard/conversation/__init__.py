"""The truth about every conversation: who may answer, what was said, deadlines."""

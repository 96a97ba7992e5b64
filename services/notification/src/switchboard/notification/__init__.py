"""Who is told what, and how it went."""

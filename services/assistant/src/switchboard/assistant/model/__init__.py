"""What runs, articles and answers are, and how they are compared."""

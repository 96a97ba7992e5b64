"""What the gateway's `consume` process hears: the team's commands, and all that it mirrors."""

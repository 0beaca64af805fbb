"""The procedure proof: every path of the procedure is walked in memory, and what must hold is asked."""

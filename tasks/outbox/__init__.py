"""What leaves the house: messages without a fact, and the ways they go."""

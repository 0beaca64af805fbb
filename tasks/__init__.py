"""What is done: the verbs a stage is told in, each one effect that is safe to do twice."""

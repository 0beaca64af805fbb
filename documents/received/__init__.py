"""What others hand in: taken for hostile until it was looked at, in a process apart."""

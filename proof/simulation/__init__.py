"""The simulator: thousands of invented cases on virtual time, with the procedure as it stands."""

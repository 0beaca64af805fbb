"""What nobody does: reconcile, watch, deliver, by the clock."""

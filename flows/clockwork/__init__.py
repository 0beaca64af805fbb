"""What nobody does: reconcile, watch, deliver, back up, by the clock."""

"""What a step costs, beside the stock worker."""

"""What commands share: options, errors, summaries."""

"""The social network: how it is generated, kept, summed over, measured and shown."""

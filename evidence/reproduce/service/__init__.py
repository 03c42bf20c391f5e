"""Results on how offices serve: callbacks and audits of what they close, and what errands are worth."""

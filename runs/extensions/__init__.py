"""Extensions in use: found, checked, named in manifests."""

"""The rules of communities: how well they fit, what they do next door, how they are judged, where they are tried."""

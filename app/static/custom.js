// Nothing of our own runs outside the parts.

"""The server: who may connect, what is accepted, limits, assets."""

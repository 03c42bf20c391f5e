"""Kernels: compiling and caching them, and the structs they read by name."""

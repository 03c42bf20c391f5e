"""Name the packages: every folder with an `__init__.py` below the layers, as a part of `cogov`, which is the root itself."""

from setuptools import find_packages, setup

LAYERS = (
    *("core", "agents", "model", "scenarios", "data", "runs", "experiments", "studies", "evidence", "reports"),
    *("app", "cli"),
)

found = find_packages(".", include=[pattern for layer in LAYERS for pattern in (layer, f"{layer}.*")])
setup(packages=["cogov", *(f"cogov.{name}" for name in found)])

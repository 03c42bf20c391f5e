"""Name the packages: every folder with an `__init__.py` below the layers, as a part of `cogov`, which is the root itself."""

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

LAYERS = (
    *("core", "agents", "model", "scenarios", "data", "runs", "experiments", "studies", "evidence", "reports"),
    *("app", "cli"),
)


class BuildPackage(build_py):
    """As setuptools builds it, without this file, which lies next to the package's own modules."""

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """Return (package, module, file) of all modules of a package."""
        return [found for found in super().find_package_modules(package, package_dir) if found[1] != "setup"]


found = find_packages(".", include=[pattern for layer in LAYERS for pattern in (layer, f"{layer}.*")])
setup(packages=["cogov", *(f"cogov.{name}" for name in found)], cmdclass={"build_py": BuildPackage})

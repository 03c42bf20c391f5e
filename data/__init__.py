"""Loaders of users' data folders, and makers of such folders from records that ship with a package."""

from .cases.case_folder import read_cases
from .cases.records import Cases
from .errors import DataError, DataProblem
from .folder import check, load, read_folder
from .samples.make import MakeError, make

__all__ = ["Cases", "DataError", "DataProblem", "MakeError", "check", "load", "make", "read_cases", "read_folder"]

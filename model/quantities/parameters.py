"""Every constant of every mechanism, gathered from the files that declare them, and the environment."""

from __future__ import annotations

from ...core.quantity import Kind, Quantity, QuantityError, nearest
from ..extensions.extension import Opened, elsewhere
from ..population import attributes
from ..rules import capacity, capture, design, landscape, pilot_effort
from ..schedule import MECHANISMS
from .environment import ENVIRONMENT
from .levers import LEVERS

MODULES = (attributes, landscape, design, capacity, capture, pilot_effort, *MECHANISMS)

CONSTANTS = Opened((quantity for module in MODULES for quantity in module.PARAMETERS), "constant", Kind.CONSTANT)

ALL = (LEVERS, ENVIRONMENT, CONSTANTS)
"""The catalogues of all that can be set."""


def declared(name: str, place: str = "", more: tuple[str, ...] = ()) -> Quantity:
    """Return the declaration of a lever, environment parameter or constant.

    Parameters
    ----------
    place : begins the message about a name that is not known.
    more : other names that would be allowed there, for the nearest one.

    Raises
    ------
    QuantityError
        For a name that is not known: with the extension that declares it, or the nearest known name.
    """
    for catalogue in ALL:
        if name in catalogue:
            return catalogue[name]
    hint = elsewhere(name) or nearest(name, [*more, *(one for catalogue in ALL for one in catalogue)])
    raise QuantityError(
        f"{place + ': ' if place else ''}unknown lever, environment parameter or constant '{name}'{hint}"
    )


__all__ = ["ALL", "CONSTANTS", "ENVIRONMENT", "LEVERS", "MODULES", "declared"]

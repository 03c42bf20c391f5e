"""Functions of places in the unit cube whose Sobol' indices are known."""

import numpy as np


def ishigami(count=3):
    """Ishigami and Homma 1990, a = 7, b = 0.1."""
    del count

    def function(x):
        z = np.pi * (2 * x - 1)
        return np.sin(z[:, 0]) + 7 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])

    return function, np.array([0.3139, 0.4424, 0.0]), np.array([0.5576, 0.4424, 0.2437])


def additive(count):
    """A sum with weights 1, 1/2, 1/3, ..."""
    weights = 1 / np.arange(1, count + 1)
    return lambda x: x @ weights, weights**2 / (weights**2).sum(), weights**2 / (weights**2).sum()


def _of_products(single):
    whole = np.prod(1 + single) - 1
    total = np.array([one * np.prod(np.delete(1 + single, k)) for k, one in enumerate(single)])
    return single / whole, total / whole


def sobol_g(count):
    """Sobol' g, a = 0, 0.5, 1, 3, 9, 20, then 99."""
    a = np.array([0, 0.5, 1, 3, 9, 20] + [99.0] * 20)[:count]
    return lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1), *_of_products(1 / 3 / (1 + a) ** 2)


def product(count):
    """A product of 1 + 1.2 (x - 1/2)."""
    return lambda x: np.prod(1 + 1.2 * (x - 0.5), axis=1), *_of_products(np.full(count, 1.44 / 12))


def single(count):
    """The factor in the middle alone."""
    alone = np.zeros(count)
    alone[count // 2] = 1.0
    return lambda x: x[:, count // 2], alone, alone


KNOWN = {"ishigami": ishigami, "additive": additive, "g": sobol_g, "product": product, "single": single}

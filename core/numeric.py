"""Elementary functions that give the same bits compiled and interpreted, on any processor with IEEE 754 arithmetic.

The exponential of a C library differs between systems, and between a loop that LLVM vectorised and one it did not.
These functions use + - * / sqrt and moves of bits alone, each rounded once, in a fixed order. All take and return
float64; NaN passes through.
"""

import math
import struct
from typing import Any

from .compile.compiled import INTERPRETED, compiled

_INFINITY = math.inf
_NAN = math.nan
_LOG2_E = 1.4426950408889634
_LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # 21 trailing zero bits: products with an exponent are exact
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
_ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding it leaves the nearest integer in the low bits
_ROUNDER_BITS = 0x4338000000000000
_ONE_BITS = 0x3FF0000000000000
_MANTISSA = 0x000FFFFFFFFFFFFF
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
_TINY = 2.2250738585072014e-308
_TWO_54 = 18014398509481984.0
_ROOT_2_PI_INVERSE = 0.3989422804014327

# Coefficients from the highest power down: Cody's, for the middle, the shoulders and the tails of the normal.
_MIDDLE_TOP = (
    6.5682337918207449113e-2,
    2.2352520354606839287,
    1.6102823106855587881e2,
    1.0676894854603709582e3,
    1.8154981253343561249e4,
)
_MIDDLE_BOTTOM = (
    1.0,
    4.7202581904688241870e1,
    9.7609855173777669322e2,
    1.0260932208618978205e4,
    4.5507789335026729956e4,
)
_SHOULDER_TOP = (
    1.0765576773720192317e-8,
    3.9894151208813466764e-1,
    8.8831497943883759412,
    9.3506656132177855979e1,
    5.9727027639480026226e2,
    2.4945375852903726711e3,
    6.8481904505362823326e3,
    1.1602651437647350124e4,
    9.8427148383839780218e3,
)
_SHOULDER_BOTTOM = (
    1.0,
    2.2266688044328115691e1,
    2.3538790178262499861e2,
    1.5193775994075548050e3,
    6.4855582982667607550e3,
    1.8615571640885098091e4,
    3.4900952721145977266e4,
    3.8912003286093271411e4,
    1.9685429676859990727e4,
)
_TAIL_TOP = (
    2.307344176494017303e-2,
    2.1589853405795699e-1,
    1.274011611602473639e-1,
    2.2235277870649807e-2,
    1.421619193227893466e-3,
    2.9112874951168792e-5,
)
_TAIL_BOTTOM = (
    1.0,
    1.28426009614491121,
    4.68238212480865118e-1,
    6.59881378689285515e-2,
    3.78239633202758244e-3,
    7.29751555083966205e-5,
)

# Wichura's, for the central part, the outer part and the far tails of the quantile:
_CENTRAL_TOP = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080,
)
_CENTRAL_BOTTOM = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_OUTER_TOP = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258,
    3.64784832476320460504,
    5.76949722146069140550,
    4.63033784615654529590,
    1.42343711074968357734,
)
_OUTER_BOTTOM = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940,
    2.05319162663775882187,
    1.0,
)
_FAR_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580,
    5.46378491116411436990,
    6.65790464350110377720,
)
_FAR_BOTTOM = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)

_bits: Any
_from_bits: Any
if INTERPRETED:
    _double, _integer = struct.Struct("<d"), struct.Struct("<q")

    def _unpack_bits(x: float) -> int:
        return _integer.unpack(_double.pack(x))[0]

    def _pack_bits(bits: int) -> float:
        return _double.unpack(_integer.pack(bits))[0]

    _bits, _from_bits = _unpack_bits, _pack_bits

else:
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def _lower_bits(typingctx, x):
        """The 64 bits of a float64, as an int64."""

        def lower(context, builder, signature, arguments):
            return builder.bitcast(arguments[0], context.get_value_type(types.int64))

        return types.int64(types.float64), lower

    @intrinsic
    def _lower_from_bits(typingctx, bits):
        """The float64 that has these 64 bits."""

        def lower(context, builder, signature, arguments):
            return builder.bitcast(arguments[0], context.get_value_type(types.float64))

        return types.float64(types.int64), lower

    _bits, _from_bits = _lower_bits, _lower_from_bits


@compiled
def exp(x: float) -> float:
    """Return e**x; error below 1 ulp (0.98 measured over 8 million points), 0.0 below -745.2, inf above 709.8.

    x = k ln 2 + r with abs(r) <= ln 2 / 2 in two parts (Cody and Waite 1980, *Software Manual for the Elementary
    Functions*), then the Taylor series of exp(r) to r**15, whose remainder is far below rounding.
    """
    x = float(x)
    if x != x:
        return x
    t = min(max(x, -746.0), 710.0)
    shifted = t * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    r = (t - k * _LN2_HIGH) - k * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    r8 = r4 * r4
    # Groups of four terms instead of one chain: the processor overlaps them, and loops vectorise.
    low = (1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
    middle = (1.0 / 720.0 + r * (1.0 / 5040.0)) + r2 * (1.0 / 40320.0 + r * (1.0 / 362880.0))
    high = (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) + r2 * (1.0 / 479001600.0 + r * (1.0 / 6227020800.0))
    value = 1.0 + (r + r2 * ((low + r4 * middle) + r8 * high))
    # 2**k in two factors: each is a normal number although 2**k may not be.
    power = _bits(shifted) - _ROUNDER_BITS
    half = power >> 1
    return value * _from_bits((half << 52) + _ONE_BITS) * _from_bits(((power - half) << 52) + _ONE_BITS)


@compiled
def log(x: float) -> float:
    """Return the natural logarithm; error below 1 ulp (0.86 measured over 16 million points); log(0) = -inf.

    x = 2**k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2), s = f / (2 + f), and log(1 + f) = 2 artanh(s) by its series
    to s**21, arranged as in Sun's fdlibm (K. C. Ng, 1993) so that the leading term is exact. NaN below zero.
    """
    x = float(x)
    subnormal = x < _TINY
    # Taking the bits of sqrt(1/2) away puts the exponent's step there instead of at 1.
    shifted = _bits(x * _TWO_54 if subnormal else x) - _ROOT_HALF_BITS
    # A conversion from integer by moving bits, which vectorises where the processor's own instruction does not.
    k = (_from_bits((shifted >> 52) + _ROUNDER_BITS) - _ROUNDER) - (54.0 if subnormal else 0.0)
    f = _from_bits((shifted & _MANTISSA) + _ROOT_HALF_BITS) - 1.0
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    low = (2.0 / 3.0 + z * (2.0 / 5.0)) + z2 * (2.0 / 7.0 + z * (2.0 / 9.0))
    high = (2.0 / 11.0 + z * (2.0 / 13.0)) + z2 * (2.0 / 15.0 + z * (2.0 / 17.0))
    rest = z * (low + z4 * (high + z4 * (2.0 / 19.0 + z * (2.0 / 21.0))))
    square = 0.5 * f * f
    value = k * _LN2_HIGH - ((square - (s * (square + rest) + k * _LN2_LOW)) - f)
    if x > 0.0:
        return value if x < _INFINITY else x
    return -_INFINITY if x == 0.0 else _NAN


@compiled
def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), in [0, 1]; error below 3 ulp (2.4 measured) in both tails down to underflow."""
    e = exp(-abs(float(x)))
    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)


@compiled
def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    """Return the polynomial with these coefficients, highest power first, by Horner's rule."""
    value = coefficients[0]
    for k in range(1, len(coefficients)):
        value = value * x + coefficients[k]
    return value


@compiled
def normal_cdf(x: float) -> float:
    """Return the probability that a standard normal variable is at most x.

    Relative error below 1e-12 for x > -37 (measured 2.5e-13 there, 1.8e-14 above -10), absolute error below 3e-16;
    0.0 below -38.6, 1.0 above 8.3.

    The rational approximations of W. J. Cody (1969, *Mathematics of Computation* 23, 631-637), with the coefficients
    for the normal distribution in his Algorithm 715 (1993, *ACM Transactions on Mathematical Software* 19, 22-32).
    """
    x = float(x)
    if x != x:
        return x
    y = abs(x)
    if y <= 0.67448975:
        z = x * x
        return 0.5 + x * (_polynomial(z, _MIDDLE_TOP) / _polynomial(z, _MIDDLE_BOTTOM))
    if y <= 5.656854249492380:
        ratio = _polynomial(y, _SHOULDER_TOP) / _polynomial(y, _SHOULDER_BOTTOM)
    else:
        y = min(y, 50.0)
        z = 1.0 / (y * y)
        ratio = (_ROOT_2_PI_INVERSE - z * _polynomial(z, _TAIL_TOP) / _polynomial(z, _TAIL_BOTTOM)) / y
    # exp(-y*y/2) in two factors, the first exact: the square of y itself would lose digits in the tail.
    coarse = float(int(y * 16.0)) / 16.0
    tail = ratio * (exp(-0.5 * coarse * coarse) * exp(-0.5 * (y - coarse) * (y + coarse)))
    return tail if x < 0.0 else 1.0 - tail


@compiled
def normal_quantile(p: float) -> float:
    """Return x with normal_cdf(x) = p; relative error below 2e-15 (1.3e-15 measured); -inf at 0, inf at 1, else NaN.

    M. J. Wichura (1988), Algorithm AS 241, routine PPND16, *Applied Statistics* 37, 477-484.
    """
    p = float(p)
    if not 0.0 < p < 1.0:
        return -_INFINITY if p == 0.0 else (_INFINITY if p == 1.0 else _NAN)
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(r, _CENTRAL_TOP) / _polynomial(r, _CENTRAL_BOTTOM)
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        size = _polynomial(r - 1.6, _OUTER_TOP) / _polynomial(r - 1.6, _OUTER_BOTTOM)
    else:
        size = _polynomial(r - 5.0, _FAR_TOP) / _polynomial(r - 5.0, _FAR_BOTTOM)
    return size if q > 0.0 else -size

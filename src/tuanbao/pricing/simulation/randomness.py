"""Random numbers that hang on what they are for and not on what was drawn before (按键取数的随机数).

The state is 64 bits and nobody carries it along: it is mixed afresh from (seed, year), the person's key, the stream of
care and the number of the occurrence; which draw of the occurrence is wanted is added last. So the same person falls
ill in the same way whoever else is on the roster, in whatever order, and whatever else was drawn.

Source of the mixing function: the finaliser of SplitMix64 (Steele, Lea and Flood 2014; constants of Stafford's variant
13) with its increment, the golden ratio of 2**64. Normal: Wichura's algorithm AS 241 (1988), relative error 1e-16.
Gamma: Marsaglia and Tsang (2000), exact, with the power of a uniform for shapes below 1. Poisson: inversion, exact.
"""

import hashlib
from math import exp, log, sqrt

import numpy as np

from tuanbao.adjudication.jit import kernel

word = np.uint64
GOLDEN = word(0x9E3779B97F4A7C15)
FIRST, SECOND = word(0xBF58476D1CE4E5B9), word(0x94D049BB133111EB)
R30, R27, R31, R11 = word(30), word(27), word(31), word(11)
ZERO, ONE = word(0), word(1)
PIECE = 64.0
"""A Poisson of a larger mean is the sum of Poissons of at most this mean, so that exp(-mean) stays far from 0."""
NOTHING = 1e-30
"""Gamma numbers below it are 0: nothing happens so rarely."""


def key_of(text: str) -> int:
    """64 bits of a name: the person's key from the member_id, the stream's from its name."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def year_state(seed: int, year: int) -> np.uint64:
    """What all draws of one simulated year begin with; any integers."""
    return word(key_of(f"{seed}/{year}"))


@kernel
def mix(x):
    """A bijection of 64 bits in which every bit of the result hangs on every bit of x."""
    x = (x ^ (x >> R30)) * FIRST
    x = (x ^ (x >> R27)) * SECOND
    return x ^ (x >> R31)


@kernel
def nested(state, key):
    """The state of something within something: a person in a year, a stream of a person, an occurrence in a stream."""
    return mix(state ^ key)


@kernel
def uniform(state, draw):
    """A uniform number above 0 and below 1, on the grid of odd multiples of 2**-54; ``draw`` is a word."""
    x = mix(state + (draw + ONE) * GOLDEN)
    return (np.int64(x >> R11) + 0.5) * 2.0**-53


@kernel
def poisson(mean, state, draw):
    """A Poisson number; uses the draws from ``draw`` on, one for each ``PIECE`` of the mean."""
    count = 0
    while mean > PIECE:
        count += _poisson_by_inversion(PIECE, uniform(state, draw))
        mean -= PIECE
        draw += ONE
    return count + _poisson_by_inversion(mean, uniform(state, draw))


@kernel
def _poisson_by_inversion(mean, u):
    if u <= 1.0 - mean:  # exp(-mean) is never below 1 - mean: most people have nothing, and no exponential is needed
        return 0
    chance = exp(-mean)
    below, count = chance, 0
    while u > below and count < 1000:
        count += 1
        chance *= mean / count
        below += chance
    return count


@kernel
def gamma(shape, state):
    """A gamma number with mean 1; an infinite shape is 1."""
    if shape == np.inf:
        return 1.0
    factor, draw = 1.0, ONE
    large = shape
    if shape < 1.0:
        factor = exp(log(uniform(state, ZERO)) / shape)
        if factor < NOTHING:
            return 0.0
        large = shape + 1.0
    d = large - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    while True:
        z = normal(uniform(state, draw))
        v = 1.0 + c * z
        v = v * v * v
        if v > 0.0:
            u = uniform(state, draw + ONE)
            if u < 1.0 - 0.0331 * z * z * z * z or log(u) < 0.5 * z * z + d - d * v + d * log(v):
                return d * v * factor / shape
        draw += ONE + ONE


@kernel
def share(mean, u):
    """A beta number with this mean, by inversion: of the two betas with a parameter of 1 the one that falls away
    from 0 (mean below a half) or from 1. Means outside 0 to 1 are the nearer end."""
    if mean <= 0.0:
        return 0.0
    if mean >= 1.0:
        return 1.0
    if mean <= 0.5:
        return 1.0 - exp(log(u) * mean / (1.0 - mean))
    return exp(log(u) * (1.0 - mean) / mean)


@kernel
def geometric(mean, u):
    """A whole number from 1 with this mean, by inversion; 1 where the mean is not above 1."""
    if mean <= 1.0:
        return 1
    return 1 + int(log(u) / log(1.0 - 1.0 / mean))


@kernel
def normal(u):
    """The standard normal quantile of u in (0, 1)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _central(0.180625 - q * q)
    r = sqrt(-log(u if q < 0.0 else 1.0 - u))
    x = _middle(r - 1.6) if r <= 5.0 else _far(r - 5.0)
    return -x if q < 0.0 else x


@kernel
def _central(r):
    top = 2.5090809287301226727e3
    top = top * r + 3.3430575583588128105e4
    top = top * r + 6.7265770927008700853e4
    top = top * r + 4.5921953931549871457e4
    top = top * r + 1.3731693765509461125e4
    top = top * r + 1.9715909503065514427e3
    top = top * r + 1.3314166789178437745e2
    top = top * r + 3.3871328727963666080e0
    low = 5.2264952788528545610e3
    low = low * r + 2.8729085735721942674e4
    low = low * r + 3.9307895800092710610e4
    low = low * r + 2.1213794301586595867e4
    low = low * r + 5.3941960214247511077e3
    low = low * r + 6.8718700749205790830e2
    low = low * r + 4.2313330701600911252e1
    return top / (low * r + 1.0)


@kernel
def _middle(r):
    top = 7.74545014278341407640e-4
    top = top * r + 2.27238449892691845833e-2
    top = top * r + 2.41780725177450611770e-1
    top = top * r + 1.27045825245236838258e0
    top = top * r + 3.64784832476320460504e0
    top = top * r + 5.76949722146069140550e0
    top = top * r + 4.63033784615654529590e0
    top = top * r + 1.42343711074968357734e0
    low = 1.05075007164441684324e-9
    low = low * r + 5.47593808499534494600e-4
    low = low * r + 1.51986665636164571966e-2
    low = low * r + 1.48103976427480074590e-1
    low = low * r + 6.89767334985100004550e-1
    low = low * r + 1.67638483018380384940e0
    low = low * r + 2.05319162663775882187e0
    return top / (low * r + 1.0)


@kernel
def _far(r):
    top = 2.01033439929228813265e-7
    top = top * r + 2.71155556874348757815e-5
    top = top * r + 1.24266094738807843860e-3
    top = top * r + 2.65321895265761230930e-2
    top = top * r + 2.96560571828504891230e-1
    top = top * r + 1.78482653991729133580e0
    top = top * r + 5.46378491116411436990e0
    top = top * r + 6.65790464350110377720e0
    low = 2.04426310338993978564e-15
    low = low * r + 1.42151175831644588870e-7
    low = low * r + 1.84631831751005468180e-5
    low = low * r + 7.86869131145613259100e-4
    low = low * r + 1.48753612908506148525e-2
    low = low * r + 1.36929880922735805310e-1
    low = low * r + 5.99832206555887937690e-1
    return top / (low * r + 1.0)

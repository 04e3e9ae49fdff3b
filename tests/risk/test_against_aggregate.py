"""The same totals by the package ``aggregate``, an independent implementation."""

import pytest

from tuanbao.risk import Layer, Lognormal, NegativeBinomial, Poisson, aggregate, exponential, pareto


@pytest.mark.filterwarnings("ignore")
def test_the_package_aggregate_finds_the_same() -> None:
    build = pytest.importorskip("aggregate").build
    cases = [
        ("agg A 10 claims sev 100 * expon poisson", Poisson(10), exponential(100), 1.0),
        ("agg B 10 claims sev 100 * expon mixed gamma 0.5", NegativeBinomial(10, 4), exponential(100), 1.0),
        ("agg C 20 claims 5000 xs 0 sev lognorm 400 cv 2 poisson", Poisson(20), Layer(Lognormal.of(400, 2), 0, 5000),
         2.0),
        ("agg D 5 claims 900 xs 100 sev 300 * pareto 3 - 300 ! poisson", Poisson(5), Layer(pareto(3, 300), 100, 1000),
         0.5),
    ]  # fmt: skip
    for program, frequency, severity, step in cases:
        theirs = build(program, update=False)
        theirs.update(log2=15, bs=step, normalize=False, sev_calc="discrete")
        ours = aggregate(frequency, severity, step=step, points=2**15)
        assert ours.exact_mean == pytest.approx(theirs.agg_m, rel=1e-6)
        assert ours.exact_sd == pytest.approx(theirs.agg_sd, rel=1e-5)
        for level in (0.5, 0.9, 0.99):
            assert ours.quantile(level) == pytest.approx(theirs.q(level), abs=2 * step)
        for share in (0.5, 1, 2):
            x = step * round(share * ours.mean / step)
            assert ours.survival(x) == pytest.approx(float(theirs.sf(x)), abs=2e-4)

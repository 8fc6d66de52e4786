#!/usr/bin/python3
"""Writes heston-grid.csv and heston-wide.csv: Heston call prices, undiscounted, to 30 digits; and heston-greeks.csv:
their derivatives to 18 digits, one parameter set in four of the wide ones. Needs mpmath only.

E[min(F_T, K)]/K = 1/(2 pi i) * integral of (F/K)^p M(p)/(p(1 - p)) dp, M(p) = E[(F_T/F)^p] (Lewis 2000), on the
hyperbola p = a -+ b sin(w) cosh y + i b cos(w) sinh y, which bends to the side where the integrand decays, by the
trapezoidal rule in 50 digits. Every value is computed twice, with another angle and another step, and the two must
agree to 1e-26 of the larger of forward and strike; the first value of every 20th point is also integrated along the
straight line Re p = 1/2, where the prices are defined. Inputs are the doubles nearest to the decimals in the files.
The derivatives are the same integrals with a factor, on a wider contour in 40 digits, computed twice as well.
"""
import os
import random
import sys
from multiprocessing import Pool

import mpmath as mp

mp.mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))


def log_moment(p, par, years):
    v0, kappa, theta, sigma, rho = par
    beta = kappa - rho * sigma * p
    q = p * p - p
    d = mp.sqrt(beta * beta - sigma * sigma * q)
    e = mp.exp(-d * years)
    g = (beta - d) / (beta + d)
    a = kappa * theta / sigma**2 * ((beta - d) * years - 2 * mp.log((1 - g * e) / (1 - g)))
    return a + v0 * (beta - d) / sigma**2 * (1 - e) / (1 - g * e)


def sums(par, years, side, xs, angle, step):
    """E[min(F_T, K)]/sqrt(FK) at every x = ln(F/K), until no term of any is above 1e-36."""
    a, b = mp.mpf('0.5') + side * mp.mpf('0.4'), mp.mpf('0.8')
    s, t = side * b * mp.sin(angle), b * mp.cos(angle)
    totals, j = [mp.mpf(0)] * len(xs), 0
    while True:
        y = (j + mp.mpf('0.5')) * step
        p = a - s * mp.cosh(y) + 1j * t * mp.sinh(y)
        dp = -s * mp.sinh(y) + 1j * t * mp.cosh(y)
        weight = log_moment(p, par, years) + mp.log(dp / (p * (1 - p)) * step / mp.pi)
        terms = [mp.exp(weight + (p - mp.mpf('0.5')) * x) for x in xs]
        totals = [total + term.imag for total, term in zip(totals, terms)]
        if y > 2 and max(abs(term) for term in terms) < mp.mpf(10) ** -36:
            return totals
        j += 1


def divide(par, years):
    """Where the contour changes sides: where ln F/K meets the drift of a path whose variance is huge."""
    v0, kappa, theta, sigma, rho = par
    return rho * (v0 + kappa * theta * years) / sigma


def prices(par, years, forward, strikes, angle, step):
    par, years, forward = [mp.mpf(v) for v in par], mp.mpf(years), mp.mpf(forward)
    strikes = [mp.mpf(strike) for strike in strikes]
    xs = [mp.log(forward / strike) for strike in strikes]
    found = {}
    for side in (1, -1):
        here = [i for i, x in enumerate(xs) if (x >= divide(par, years)) == (side == 1)]
        if here:
            values = sums(par, years, side, [xs[i] for i in here], mp.mpf(angle), mp.mpf(step))
            found.update(zip(here, values))
    return [forward - mp.sqrt(forward * strike) * found[i] for i, strike in enumerate(strikes)]


def straight(par, years, forward, strike):
    par, years, x = [mp.mpf(v) for v in par], mp.mpf(years), mp.log(mp.mpf(forward) / mp.mpf(strike))

    def integrand(u):
        p = mp.mpc('0.5', u)
        return (mp.exp(p * x + log_moment(p, par, years)) / (p * (1 - p))).real

    top, ends = mp.mpf(1), [mp.mpf(0)]
    while abs(mp.exp(log_moment(mp.mpc('0.5', top), par, years))) > mp.mpf(10) ** -18:
        top *= 2
    count = int(8 + top * (abs(x) + 1) / 20)
    if count > 400:
        return None
    ends = [top * i / count for i in range(count + 1)]
    return mp.mpf(forward) - mp.mpf(strike) / mp.pi * mp.quad(integrand, ends)


def slice_of(job):
    index, par, years, forward, strikes = job
    first = prices(par, years, forward, strikes, '0.1', '0.0075')
    again = prices(par, years, forward, strikes, '0.13', '0.0095')
    worst = max(abs(a - b) / max(forward, k) for a, b, k in zip(first, again, strikes))
    if worst > mp.mpf(10) ** -26:
        raise ArithmeticError(f'the contours differ by {mp.nstr(worst, 3)}: {job}')
    if index % 20 == 0:
        plain = straight(par, years, forward, strikes[0])
        if plain is not None and abs(plain - first[0]) > mp.mpf(10) ** -15 * max(forward, strikes[0]):
            raise ArithmeticError(f'the straight line differs by {mp.nstr(plain - first[0], 3)}: {job}')
    return [(par, years, forward, k, v) for k, v in zip(strikes, first)]


def short(value, digits=6):
    return float(f'{value:.{digits}g}')


def grid():
    par = (0.3, 2.0, 0.4, 0.9, -0.4)
    for i, days in enumerate((7, 14, 30, 60, 91, 182, 273, 365, 547, 730)):
        years = short(days / 365, 12)
        deviation = float(mp.sqrt(0.3 * years))
        strikes = [short(100 * float(mp.exp(deviation * (-3 + 6 * j / 99)))) for j in range(100)]
        yield i, par, years, 100.0, strikes


def wide():
    draw = random.Random(20261)
    log = lambda low, high: low * (high / low) ** draw.random()
    for i in range(400):
        par = (log(0.005, 4), log(0.05, 15), log(0.005, 4), log(0.05, 4), draw.uniform(-0.99, 0.99))
        years = log(1 / 365, 10)
        if i % 8 == 1:  # corners
            pick = lambda low, high: low if draw.random() < 0.5 else high
            par = (pick(0.005, 4), pick(0.05, 15), pick(0.005, 4), pick(0.05, 4), pick(-0.99, 0.99))
            years = pick(1 / 365, 10)
        par, years = tuple(short(v, 4) for v in par), short(years, 4)
        v0, kappa, theta = par[:3]
        mean = theta * years + (v0 - theta) * (1 - float(mp.exp(-kappa * years))) / kappa
        deviations = sorted(draw.uniform(-6, 6) for _ in range(2)) + [0.0]
        strikes = [short(100 * float(mp.exp(mean**0.5 * m))) for m in deviations]
        yield i, par, years, 100.0, strikes


def save(name, columns, lines):
    """Under another name until it is whole: a run that fails leaves the old file, never a part of a new one."""
    path = os.path.join(HERE, name)
    with open(path + '.new', 'w', encoding='ascii', newline='\n') as file:
        file.write(f'v0,kappa,theta,sigma,rho,years,forward,strike,{columns}\n')
        file.writelines(lines)
    os.replace(path + '.new', path)


def line(numbers, values):
    return ','.join([*(repr(float(v)) for v in numbers), *values]) + '\n'


def write(name, jobs):
    with Pool(2) as pool:
        save(name, 'call', (
            line([*par, years, forward, strike], [mp.nstr(value, 30, strip_zeros=False)])
            for rows in pool.imap(slice_of, jobs) for par, years, forward, strike, value in rows))


GREEKS = ('call,by_forward,by_forward_twice,by_v0,by_forward_and_v0,by_v0_twice,by_years,by_kappa,by_theta,by_sigma,'
          'by_rho')


def slopes(p, par, years):
    """What the derivatives multiply the integrand by; the differences lose 1e-24 of it."""
    def slope(of, x):
        h = x * mp.mpf(10) ** -12
        return (of(x + h) - of(x - h)) / (2 * h)

    def moved(k):
        return lambda x: log_moment(p, par[:k] + [x] + par[k + 1:], years)

    by = [slope(moved(k), par[k]) for k in range(5)]
    b = by[0]
    return [1, p, p * (p - 1), b, p * b, b * b, slope(lambda t: log_moment(p, par, t), years), *by[1:]]


def greeks(par, years, forward, strike, angle, step):
    par, years, forward, strike = [mp.mpf(v) for v in par], mp.mpf(years), mp.mpf(forward), mp.mpf(strike)
    x = mp.log(forward / strike)
    side = 1 if x >= divide(par, years) else -1
    angle, step, b = mp.mpf(angle), mp.mpf(step), mp.mpf('0.8')
    a, s, t = mp.mpf('0.5') + side * mp.mpf('0.4'), side * b * mp.sin(angle), b * mp.cos(angle)
    totals, j = [mp.mpf(0)] * 11, 0
    while True:
        y = (j + mp.mpf('0.5')) * step
        p = a - s * mp.cosh(y) + 1j * t * mp.sinh(y)
        dp = -s * mp.sinh(y) + 1j * t * mp.cosh(y)
        term = mp.exp(log_moment(p, par, years) + (p - mp.mpf('0.5')) * x) * dp / (p * (1 - p)) * step / mp.pi
        terms = [term * factor for factor in slopes(p, par, years)]
        totals = [total + value.imag for total, value in zip(totals, terms)]
        if y > 2 and max(abs(value) for value in terms) < mp.mpf(10) ** -26:
            break
        j += 1
    root = mp.sqrt(forward * strike)
    scales = [root, root / forward, root / forward**2, root, root / forward] + [root] * 6
    values = [-total * scale for total, scale in zip(totals, scales)]
    values[0] += forward
    values[1] += 1
    return values


def greeks_of(job):
    _, par, years, forward, strikes = job
    rows = []
    for strike in strikes:
        # The wide contours are short, but the integrand grows along some.
        for contours in ((('0.3', '0.034'), ('0.27', '0.029')), (('0.1', '0.012'), ('0.13', '0.015'))):
            first, again = [greeks(par, years, forward, strike, *contour) for contour in contours]
            worst = max(abs(u - v) / (1 + abs(u)) / max(1, strike / forward) for u, v in zip(first, again))
            if worst < mp.mpf(10) ** -18:
                break
        else:
            raise ArithmeticError(f'the contours differ by {mp.nstr(worst, 3)}: {job}')
        rows.append((par, years, forward, strike, first))
    return rows


def write_greeks(name, jobs):
    with Pool(2) as pool:
        save(name, GREEKS, (
            line([*par, years, forward, strike], [mp.nstr(v, 20) for v in values])
            for rows in pool.imap(greeks_of, jobs) for par, years, forward, strike, values in rows))


if __name__ == '__main__':
    wanted = sys.argv[1:] or ['grid', 'wide', 'greeks']
    if 'grid' in wanted:
        write('heston-grid.csv', grid())
    if 'wide' in wanted:
        write('heston-wide.csv', wide())
    if 'greeks' in wanted:
        mp.mp.dps = 40
        write_greeks('heston-greeks.csv', (job for i, job in enumerate(wide()) if i % 4 == 1))

"""Block lengths of the stationary bootstrap for stored series, straight from the papers and in plain Python.

Run from this folder: python3 make-bootstrap-vectors.py > bootstrap-vectors.json
Rule: Politis and White (2004), corrected by Patton, Politis and White (2009); with c = 2 and K = max(5, sqrt(log10 n)).
"""

import json
import math
import random


def block_length(x):
    n = len(x)
    mean = sum(x) / n

    def r(k):
        return sum((x[i] - mean) * (x[i - abs(k)] - mean) for i in range(abs(k), n)) / n

    if r(0) == 0:
        return 1.0
    quiet = max(5, math.ceil(math.sqrt(math.log10(n))))
    most = math.ceil(math.sqrt(n)) + quiet
    bound = 2 * math.sqrt(math.log10(n) / n)
    rho = [abs(r(k) / r(0)) for k in range(min(most + quiet, n - 1) + 1)]
    found = [m for m in range(1, len(rho) - quiet) if all(rho[m + k] < bound for k in range(1, quiet + 1))]
    loud = [k for k in range(2, len(rho)) if rho[k] >= bound]
    m = found[0] if found else min(loud[-1] if loud else 1, most)
    reach = min(2 * m, most, len(rho) - 1)

    def window(t):
        return 1 if abs(t) <= 0.5 else 2 * (1 - abs(t))

    lags = range(-reach, reach + 1)
    g_hat = sum(window(k / reach) * abs(k) * r(k) for k in lags)
    spectrum = sum(window(k / reach) * r(k) for k in lags)
    length = (2 * g_hat**2 / (2 * spectrum**2)) ** (1 / 3) * n ** (1 / 3)
    return max(1.0, min(length, math.ceil(min(3 * math.sqrt(n), n / 3))))


def autoregressive(seed, n, phi):
    source = random.Random(seed)
    x, value = [], 0.0
    for _ in range(n):
        value = phi * value + source.gauss(0, 1)
        x.append(round(value, 4))
    return x


cases = [(1, 40, 0), (2, 100, 0.5), (3, 200, -0.4), (4, 300, 0.9), (5, 12, 0.3), (6, 150, 0.97)]
vectors = [{"values": autoregressive(*case), "blockLength": block_length(autoregressive(*case))} for case in cases]
print("[")
print(",\n".join(json.dumps(vector) for vector in vectors))
print("]")

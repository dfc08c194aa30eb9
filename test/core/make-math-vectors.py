"""Writes math-vectors.csv (function, x, y, result): correctly rounded log, exp and pow by Python's decimal module with 120 digits.

    python3 test/core/make-math-vectors.py > test/core/math-vectors.csv
"""
import random
from decimal import Decimal, getcontext

getcontext().prec = 120
random.seed(20240808)


def power_of_two():
    return 2.0 ** random.uniform(-1000, 1000)


logs = [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.5, 2.0, 10.0, 1 - 2**-53, 1 + 2**-52]
logs += [random.uniform(0, 3) for _ in range(60)] + [1 + random.uniform(0, 50) for _ in range(40)]
logs += [1 + random.uniform(-1, 1) * 2.0 ** -random.uniform(1, 50) for _ in range(30)] + [power_of_two() for _ in range(30)]
exps = [1.0, -1.0, 709.782712893384, -708.3964185322641, -745.0, -744.5, 1e-300, -1e-17, 2**-53, 2**-54]
exps += [random.uniform(-10, 10) for _ in range(70)] + [random.uniform(-745, 709) for _ in range(50)]
exps += [random.uniform(-1, 1) * 2.0 ** -random.uniform(1, 60) for _ in range(30)]
pows = [(3.0, 40.0), (134217729.0, 2.0), (94906267.0, 2.0), (208065.0, 3.0), (1.0000001, 1e9), (0.1, 300.5), (1e-300, 1.05)]
pows += [(random.random(), n) for n in (1.0, 1.5, 2.0, 2.5, 3.0, 0.5, 7.5) for _ in range(12)]
pows += [(random.uniform(0, 50), random.uniform(-20, 20)) for _ in range(60)]
pows += [(float(random.randrange(2, 10**6)), float(random.randrange(2, 12))) for _ in range(30)]

for x in logs:
    print("log", repr(x), "", repr(float(Decimal(x).ln())), sep=",")
for x in exps:
    print("exp", repr(x), "", repr(float(Decimal(x).exp())), sep=",")
for x, y in pows:
    exact = Decimal(x) ** int(y) if y == int(y) else (Decimal(x).ln() * Decimal(y)).exp()
    print("pow", repr(x), repr(y), repr(float(exact)), sep=",")

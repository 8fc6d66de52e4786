"""The numpy and scipy rivals: a child of the benchmark that runs one workload per line of standard input.

    load NAME           read the inputs NAME.*.bin of the folder given as argument
    time NAME CALLS     run it, answer the nanoseconds per call
    check NAME          run it, write NAME.result.bin (float64), answer how many numbers that is

The first line of output names the versions. Every request has one line of answer.
"""

import gc
import platform
import sys
import time
from pathlib import Path

import numpy as np
import scipy
from scipy.sparse import csr_matrix
from scipy.special import ndtr


class ScenarioBook:
    """Profit and loss of a book of options under every pair of spot and vol factor, and nothing per option.

    Vectorised over options and spot factors, one vol factor at a time, so that the arrays stay in the second-level
    cache. The sign is folded into d1 and d2, the quantity into two matrix-vector products.
    """

    def __init__(self, read):
        self.sign, self.forward, self.strike = read("sign"), read("forward"), read("strike")
        self.vol, self.years = read("vol"), read("years")
        self.quantity, self.base = read("quantity"), read("base")
        self.spot, self.vol_factor = read("spot"), read("volfactor")
        shape = (len(self.spot), len(self.forward))
        # Many spot factors: neighbours in memory share an option, whose ndtr then takes the same branch (12 % faster).
        order = "F" if len(self.spot) > 16 else "C"
        self.moved, self.first, self.second = (np.empty(shape, order=order) for _ in range(3))
        self.totals = np.empty((len(self.vol_factor), len(self.spot)))

    def run(self):
        deviation = self.vol * np.sqrt(self.years)
        np.add(np.log(self.forward / self.strike), np.log(self.spot)[:, None], out=self.moved)
        np.multiply(self.moved, self.sign, out=self.moved)
        weight = self.quantity * self.sign
        on_forward, on_strike = weight * self.forward, weight * self.strike
        base = self.quantity @ self.base
        for node, factor in enumerate(self.vol_factor):
            shocked = deviation * factor
            signed = self.sign * shocked
            np.multiply(self.moved, 1.0 / shocked, out=self.first)
            np.add(self.first, 0.5 * signed, out=self.first)
            np.subtract(self.first, signed, out=self.second)
            ndtr(self.first, out=self.first)
            ndtr(self.second, out=self.second)
            self.totals[node] = self.spot * (self.first @ on_forward) - self.second @ on_strike - base
        return self.totals.min()

    def result(self):
        worst = self.run()
        return np.append(self.totals.ravel(), worst)


class Accounts:
    """The worst loss of every account: a sparse matrix of quantities times scenario rows, then the row minimum."""

    def __init__(self, read):
        self.rows = read("rows").reshape(-1, int(read("scenarios", np.int32)[0]))
        offsets = read("offsets", np.int32)
        shape = (len(offsets) - 1, len(self.rows))
        self.held = csr_matrix((read("quantity"), read("instrument", np.int32), offsets), shape=shape)

    def run(self):
        return (self.held @ self.rows).min(axis=1)

    def result(self):
        return self.run()


KINDS = {"scenarios": ScenarioBook, "accounts": Accounts}


def load(folder, name):
    def read(column, kind=np.float64):
        return np.fromfile(folder / f"{name}.{column}.bin", dtype=kind)

    return KINDS[name.split("-")[0]](read)


def timed(workload, calls):
    workload.run()  # Not timed: the child has slept since its last slice.
    start = time.perf_counter_ns()
    for _ in range(calls):
        workload.run()
    return (time.perf_counter_ns() - start) / calls


def main():
    folder = Path(sys.argv[1])
    workloads = {}
    gc.disable()
    print(f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}", flush=True)
    for line in sys.stdin:
        verb, name, *rest = line.split()
        if verb == "load":
            workloads[name] = load(folder, name)
            answer = "ok"
        elif verb == "time":
            answer = f"{timed(workloads[name], int(rest[0])):.1f}"
        else:
            result = workloads[name].result()
            result.astype(np.float64).tofile(folder / f"{name}.result.bin")
            answer = str(result.size)
        print(answer, flush=True)


if __name__ == "__main__":
    main()

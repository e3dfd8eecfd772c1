"""Writes liblinear.json: optima that LIBLINEAR 2.50 reaches on real data, each checked by Clarabel (see make_qp.py).

    python3 -m venv .reference
    .reference/bin/pip download --no-deps --no-binary :all: liblinear-official==2.50.0
    tar xf liblinear_official-2.50.0.tar.gz
    sed -i 's/dual_solver_max_iter = 300;/dual_solver_max_iter = 10000000;/' liblinear_official-2.50.0/cpp-source/linear.cpp
    .reference/bin/pip install ./liblinear_official-2.50.0 numpy==2.4.6 scipy==1.17.1 clarabel==0.11.1
    .reference/bin/python test/golden/make_liblinear.py
    npx biome check --write test/golden

Why the edit: -s 3 and -s 1 stop after 300 passes whatever -e asks (-s 1 then goes on in the primal, -s 3 gives up);
-s 4 has a cap of 100,000 passes, never reached here. Nothing else of LIBLINEAR is changed.

`primal` is 1/2 |W|^2 + C sum_i loss of LIBLINEAR's weights, computed here by the definition; the bias is a feature.
`reference` is Clarabel's interval [dual, primal] for the optimum, each end computed here from its iterate.
`excess` is how far LIBLINEAR stays above the lower end, relative: its stopping rule alone does not prove an optimum.
"""

import datetime
import gzip
import json
import time

import clarabel
import numpy as np
import scipy
from liblinear.liblinearutil import parameter, problem, train
from make_qp import DATA, HERE, optimum, primal


def csv(text, skip):
    table = np.array([[float(v) for v in line.split(",")] for line in text.split()[skip:]])
    return table[:, :-1], table[:, -1].astype(int)


def svmlight(text):
    lines = [line.split() for line in text.splitlines()]
    y = np.array([1 if line[0] == "+1" else 0 for line in lines])
    pairs = [[pair.split(":") for pair in line[1:]] for line in lines]
    X = np.zeros((len(lines), max(int(j) for row in pairs for j, _ in row)))
    for i, row in enumerate(pairs):
        for j, v in row:
            X[i, int(j) - 1] = float(v)
    return X, y


def standardise(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


TRANSFORMS = {
    "iris.csv": "none",
    "wine_data.csv": "(x - mean) / population standard deviation, per feature",
    "heart_scale": "none",
    "digits.csv.gz": "x / 16",
}


def read(name):
    """(X, class numbers) after the set's transform."""
    raw = (DATA / name).read_bytes()
    if name == "heart_scale":
        return svmlight(raw.decode())
    if name == "digits.csv.gz":
        X, y = csv(gzip.decompress(raw).decode(), 0)
        return X / 16, y
    X, y = csv(raw.decode(), 1)
    return (standardise(X) if name == "wine_data.csv" else X), y


def liblinear_weights(X, y, options, n_classes):
    """W (rows in class order; one row for a two-class one-vs-all model) with the bias last."""
    model = train(problem(y.tolist(), scipy.sparse.csr_matrix(X), float(options.split()[-1])), parameter(options))
    d = X.shape[1] + (model.bias >= 0)
    labels = [model.label[k] for k in range(model.nr_class)]
    rows = 1 if n_classes == 2 and model.param.solver_type != 4 else n_classes
    W = np.array([model.w[k] for k in range(d * rows)]).reshape(d, rows).T
    if rows == 1:
        # The single row scores for the class that came first in the file.
        return W if labels[0] == 1 else -W
    return W[np.argsort(labels)]


def main():
    records = []
    for name, costs in [
        ("iris.csv", [0.1, 1]),
        ("wine_data.csv", [0.01, 1]),
        ("heart_scale", [0.1, 1]),
        ("digits.csv.gz", [0.01, 0.1]),
    ]:
        X, y = read(name)
        n_classes = int(y.max()) + 1
        for solver, loss, squared in [(4, "crammer-singer", False), (3, "one-vs-all", False), (1, "one-vs-all", True)]:
            if n_classes == 2 and loss == "one-vs-all":
                loss = "binary"
            for C in costs:
                for bias in [0, 1]:
                    options = f"-s {solver} -c {C} -e 1e-9 -q -B {1 if bias else -1}"
                    start = time.time()
                    W = liblinear_weights(X, y, options, n_classes)
                    seconds = time.time() - start
                    cost = np.full(len(y), float(C))
                    value = primal(X, y, W, loss, squared, cost, 1.0, bias)
                    start = time.time()
                    best = optimum(X, y, n_classes, loss, squared, C, 1.0, bias)
                    excess = (value - best["dual"]) / value
                    own = (best["primal"] - best["dual"]) / value
                    print(
                        f"{name:14s} {options:36s} {value:.12g} excess {excess:.1e} clarabel's gap {own:.1e}"
                        f" ({seconds:.1f} s, {time.time() - start:.1f} s)",
                        flush=True,
                    )
                    records.append(
                        {
                            "data": name,
                            "transform": TRANSFORMS[name],
                            "loss": loss,
                            "squared": squared,
                            "C": C,
                            "bias": bias,
                            "margin": 1,
                            "nClasses": n_classes,
                            "options": options,
                            "primal": value,
                            "reference": {"primal": best["primal"], "dual": best["dual"]},
                            "excess": float(f"{excess:.1e}"),
                        }
                    )
    out = {
        "about": "made by make_liblinear.py; P = 1/2 |W|^2 + C sum_i loss, bias regularised",
        "made": datetime.date.today().isoformat(),
        "versions": {
            "liblinear-official": "2.50.0, cap of 300 passes of -s 1 and -s 3 lifted",
            "clarabel": clarabel.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "problems": records,
    }
    (HERE / "liblinear.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()

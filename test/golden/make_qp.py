"""Writes qp.json: optima of small multiclass SVMs by Clarabel, an interior-point solver that shares nothing with hinge.

    python3 -m venv .reference
    .reference/bin/pip install numpy==2.4.6 scipy==1.17.1 clarabel==0.11.1
    .reference/bin/python test/golden/make_qp.py
    npx biome check --write test/golden

The objective is P(W) = 1/2 |W|^2 + sum_i C_i loss(W x_i, y_i), C_i = C * weight_i, with a constant feature of value
`bias` appended to x when bias is not 0. Nothing of the solver's own report is believed:
`primal` is P evaluated by its definition at the W found, hence an upper bound of the optimum;
`dual` is the Lagrangian's value at the multipliers found, made feasible first, hence a lower bound.
Their distance is the reference's own uncertainty.
"""

import json
import math
import pathlib

import clarabel
import numpy as np
import scipy
import scipy.sparse as sp

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"


def append_bias(X, bias):
    X = np.asarray(X, dtype=float)
    return np.hstack([X, np.full((len(X), 1), float(bias))]) if bias else X


def violations(scores, label, loss, margin):
    """The list of h whose positive parts (crammer-singer: the largest of them) make one sample's loss."""
    if loss == "binary":
        t = 1.0 if label == 1 else -1.0
        return [margin - t * scores[0]]
    if loss == "one-vs-all":
        return [margin - (s if m == label else -s) for m, s in enumerate(scores)]
    return [margin - (scores[label] - s) for m, s in enumerate(scores) if m != label]


def primal(X, y, W, loss, squared, cost, margin, bias):
    """P(W) by its definition, added with math.fsum."""
    scores = append_bias(X, bias) @ np.asarray(W).T
    terms = [0.5 * w * w for w in np.ravel(W)]
    power = 2 if squared else 1
    for s, label, c in zip(scores, y, cost):
        h = [max(0.0, v) for v in violations([float(v) for v in s], label, loss, margin)]
        if loss == "crammer-singer":
            h = [max(h, default=0.0)]
        terms += [c * v**power for v in h]
    return math.fsum(terms)


def solve_qp(A, group, cost, squared, margin):
    """min 1/2 |w|^2 + sum_g cost_g xi_g (or xi_g^2)  subject to  A w + xi[group] >= margin, xi >= 0.

    With squares xi >= 0 is left out: a negative slack never pays, and the solver does better without it.

    Returns (w, dual): dual = margin sum z - 1/2 |A'z|^2 - (squared: sum_g Z_g^2 / (4 cost_g)), Z_g the sum of a
    group's multipliers; the plain losses need Z_g <= cost_g, so the multipliers of a group beyond it are scaled down.
    """
    m, n = A.shape
    g = len(cost)
    pick = sp.csc_matrix((np.ones(m), (np.arange(m), group)), shape=(m, g))
    P = sp.block_diag([sp.eye(n), sp.diags(2 * cost) if squared else sp.csc_matrix((g, g))], format="csc")
    q = np.concatenate([np.zeros(n), np.zeros(g) if squared else cost])
    G = sp.bmat([[-A, -pick]] + ([] if squared else [[sp.csc_matrix((g, n)), -sp.eye(g)]]), format="csc")
    h = np.concatenate([np.full(m, -float(margin)), np.zeros(G.shape[0] - m)])
    # At the tightest tolerance the solver now and then stops for lack of progress, far from the optimum.
    for tolerance in [1e-12, 1e-11, 1e-10, 1e-9]:
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        solution = clarabel.DefaultSolver(P, q, G, h, [clarabel.NonnegativeConeT(len(h))], settings).solve()
        if solution.status == clarabel.SolverStatus.Solved:
            break
    w = np.array(solution.x)[:n]
    z = np.maximum(0, np.array(solution.z)[:m])
    total = pick.T @ z
    if not squared:
        shrink = np.minimum(1, cost / np.maximum(total, 1e-300))
        # One rounding down, so that the scaled sums do not exceed their bound by a last bit.
        z = z * (np.where(shrink < 1, shrink * (1 - 2**-52), 1))[group]
        total = pick.T @ z
    pull = A.T @ z
    terms = [margin * v for v in z] + [-0.5 * v * v for v in pull]
    if squared:
        terms += [-t * t / (4 * c) for t, c in zip(total, cost)]
    return w, math.fsum(terms)


def optimum(X, y, n_classes, loss, squared, C, margin=1.0, bias=0, weight=None):
    """{W, primal, dual} of one problem; y holds class numbers."""
    cost = C * (np.ones(len(y)) if weight is None else np.asarray(weight, dtype=float))
    B = append_bias(X, bias)
    n, d = B.shape
    y = np.asarray(y)
    if loss in ("one-vs-all", "binary"):
        # The classes do not touch each other: one two-sided problem a class.
        rows, dual = [], []
        for m in [1] if loss == "binary" else range(n_classes):
            t = np.where(y == m, 1.0, -1.0)
            w, lower = solve_qp(sp.csc_matrix(B * t[:, None]), np.arange(n), cost, squared, margin)
            rows.append(w)
            dual.append(lower)
        W, dual = np.array(rows), math.fsum(dual)
    else:
        blocks, group = [], []
        for m in range(n_classes):
            others = np.flatnonzero(y != m)
            k = len(others)
            index = np.arange(k)
            to_true = sp.csr_matrix((np.ones(k), (index, y[others])), shape=(k, n_classes))
            to_m = sp.csr_matrix((np.ones(k), (index, np.full(k, m))), shape=(k, n_classes))
            spread = (to_true - to_m).tocoo()
            # Row (i, m) holds x_i in the true class's block and -x_i in class m's.
            block = sp.lil_matrix((k, n_classes * d))
            for r, c, v in zip(spread.row, spread.col, spread.data):
                block[r, c * d : (c + 1) * d] = v * B[others[r]]
            blocks.append(block.tocsr())
            group.append(others)
        A, sample = sp.vstack(blocks).tocsc(), np.concatenate(group)
        if loss == "crammer-singer":
            w, dual = solve_qp(A, sample, cost, squared, margin)
        else:
            w, dual = solve_qp(A, np.arange(len(sample)), cost[sample], squared, margin)
        W = w.reshape(n_classes, d)
    return {"W": W, "primal": primal(X, y, W, loss, squared, cost, margin, bias), "dual": dual}


def read_iris():
    lines = (DATA / "iris.csv").read_text().split()[1:]
    table = np.array([[float(v) for v in line.split(",")] for line in lines])
    return table[:, :-1], table[:, -1].astype(int)


def random_problem(rng, loss):
    n_classes = 2 if loss == "binary" else int(rng.integers(2, 6))
    n = int(rng.integers(max(3, n_classes), 13))
    d = int(rng.integers(1, 6))
    y = rng.permutation(np.concatenate([np.arange(n_classes), rng.integers(0, n_classes, n - n_classes)]))
    # Quarters are exact in binary and short in decimal.
    return rng.integers(-12, 13, (n, d)) / 4, y, n_classes


def main():
    rng = np.random.default_rng(20240229)
    problems = []
    for loss in ["weston-watkins", "crammer-singer", "one-vs-all", "binary"]:
        for squared in [False, True]:
            for k in range(10):
                X, y, n_classes = random_problem(rng, loss)
                C = [0.01, 0.3, 1, 10, 100][k % 5]
                bias = (k + k // 5) % 2
                margin = [1, 1, 0.5, 1, 2, 1, 2, 1, 1, 0.5][k]
                record = {
                    "name": f"{'squared ' if squared else ''}{loss} {k}",
                    "loss": loss,
                    "squared": squared,
                    "C": C,
                    "bias": bias,
                    "margin": margin,
                    "nClasses": n_classes,
                    "X": X.tolist(),
                    "y": y.tolist(),
                }
                weight = None
                if k % 3 == 2:
                    weight = rng.integers(1, 13, len(y)) / 4
                    record["sampleWeight"] = weight.tolist()
                best = optimum(X, y, n_classes, loss, squared, C, margin, bias, weight)
                problems.append(record | {"primal": best["primal"], "dual": best["dual"]})
    X, y = read_iris()
    for loss, squared in [("weston-watkins", False), ("weston-watkins", True), ("crammer-singer", True)]:
        for C, bias in [(0.1, 0), (1, 1), (10, 1)]:
            best = optimum(X, y, 3, loss, squared, C, 1, bias)
            problems.append(
                {
                    "name": f"iris {'squared ' if squared else ''}{loss} C={C}",
                    "loss": loss,
                    "squared": squared,
                    "C": C,
                    "bias": bias,
                    "margin": 1,
                    "nClasses": 3,
                    "data": "iris.csv",
                    "primal": best["primal"],
                    "dual": best["dual"],
                }
            )
    for p in problems:
        gap = (p["primal"] - p["dual"]) / p["primal"]
        print(f"{p['name']:32s} {p['primal']:.12g}  relative gap {gap:.1e}")
    out = {
        "about": "made by make_qp.py; the optimum of 1/2 |W|^2 + C sum_i sampleWeight_i loss lies between dual and primal",
        "versions": {"clarabel": clarabel.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "problems": problems,
    }
    (HERE / "qp.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()

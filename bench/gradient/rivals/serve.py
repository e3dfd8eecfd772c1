"""What serve.ts does, for rivals in Python."""

import json
import sys
import time

import numpy as np


def serve(version, rival):
    """Answers requests, one line of JSON each, until stdin ends.

    rival: has load(X, y, W) with X N x D, W C x D in f32 and y integers; run() -> loss, which is what is timed; and
    gradient() -> the last gradient, C x D.
    """

    def answer(**fields):
        print(json.dumps(fields), flush=True)

    answer(version=version)
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "load":
            folder = request["folder"]
            X = np.fromfile(f"{folder}/X.f32", np.float32).reshape(request["N"], request["D"])
            y = np.fromfile(f"{folder}/y.i32", np.int32).astype(np.int64)
            W = np.fromfile(f"{folder}/W.f32", np.float32).reshape(request["C"], request["D"])
            rival.load(X, y, W)
            answer()
        elif request["do"] == "run":
            start = time.perf_counter()
            loss = rival.run()
            answer(milliseconds=(time.perf_counter() - start) * 1e3, loss=float(loss))
        else:
            np.ascontiguousarray(rival.gradient(), np.float32).tofile(request["file"])
            answer()

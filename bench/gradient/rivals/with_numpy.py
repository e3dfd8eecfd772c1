"""NumPy: the vectorised solution of CS231n's first assignment, W being C x D, which is faster here than its D x C."""

import numpy as np
from serve import serve


class Rival:
    def load(self, X, y, W):
        self.X, self.y, self.W = X, y, W
        self.samples = np.arange(len(y))

    def run(self):
        X, y, samples = self.X, self.y, self.samples
        scores = X @ self.W.T
        margins = np.maximum(0, scores - scores[samples, y][:, None] + 1)
        margins[samples, y] = 0
        mask = (margins > 0).astype(np.float32)
        mask[samples, y] = -mask.sum(axis=1)
        self.dW = mask.T @ X / np.float32(len(y))
        return margins.sum() / len(y)

    def gradient(self):
        return self.dW


serve(np.__version__, Rival())

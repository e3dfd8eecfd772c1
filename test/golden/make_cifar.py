"""The course's exercise on CIFAR-10 (docs/cifar.md) as its own notes would have it in NumPy: the losses that
docs/exercises/cifar.mjs is checked against.

Shares no code with hinge but the formulas of its random numbers, so that both begin at the same W and see the same
batches: xoshiro128** filled by splitmix32, Box and Muller's normal numbers, floor(u N) for a sample.

    python make_cifar.py <folder with the idx files> > cifar.json
"""

import gzip
import json
import math
import struct
import sys

import numpy as np

SEED = 0
DRAWS = 2**30  # stream of the batches
INITIAL = 2**30 + 2**20  # stream of W
WORD = 0xFFFFFFFF


def stream(seed, number):
    """Uniform doubles in [0, 1): src/math/random.ts."""
    mix = (seed ^ (number * 0x9E3779B9) ^ ((seed >> 32) * 0x85EBCA6B)) & WORD

    def fill():
        nonlocal mix
        mix = (mix + 0x9E3779B9) & WORD
        z = mix
        z = ((z ^ (z >> 16)) * 0x21F0AAAD) & WORD
        z = ((z ^ (z >> 15)) * 0x735A2D97) & WORD
        return z ^ (z >> 15)

    a, b, c, d = fill(), fill(), fill(), fill() | 1

    def rotate(x, bits):
        return ((x << bits) | (x >> (32 - bits))) & WORD

    def following():
        nonlocal a, b, c, d
        scrambled = (rotate((b * 5) & WORD, 7) * 9) & WORD
        shifted = (b << 9) & WORD
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = rotate(d, 11)
        return scrambled

    return lambda: (following() * 2**21 + (following() >> 11)) * 2.0**-53


def normal(count):
    """Standard normal numbers: src/solvers/sgd-batches.ts."""
    random = stream(SEED, INITIAL)
    out = []
    while len(out) < count:
        radius = math.sqrt(-2 * math.log(1 - random()))
        angle = 2 * math.pi * random()
        out += [radius * math.cos(angle), radius * math.sin(angle)]
    return np.array(out[:count])


def read_idx(name):
    with gzip.open(name) as file:
        data = file.read()
    dimensions = data[3]
    shape = struct.unpack(f">{dimensions}I", data[4 : 4 + 4 * dimensions])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def svm_loss(W, X, y, reg):
    """Loss and gradient, W being features x classes: CS231n's assignment 1, vectorized."""
    n = X.shape[0]
    scores = X @ W
    correct = scores[np.arange(n), y][:, None]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(n), y] = 0
    loss = margins.sum() / n + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[np.arange(n), y] = -mask.sum(axis=1)
    return loss, X.T @ mask / n + 2 * reg * W


def main(folder):
    images = read_idx(f"{folder}/train-images-idx4-ubyte.gz")
    y = read_idx(f"{folder}/train-labels-idx1-ubyte.gz").astype(int)
    X = images.reshape(len(images), -1).astype(float)
    X -= X.mean(axis=0)
    X = np.hstack([X, np.ones((len(X), 1))])
    W = (1e-3 * normal(10 * X.shape[1])).reshape(10, -1).T.copy()
    random = stream(SEED, DRAWS)
    losses = []
    for _ in range(1500):
        batch = [math.floor(random() * len(X)) for _ in range(200)]
        loss, gradient = svm_loss(W, X[batch], y[batch], 2.5e4)
        W -= 1e-7 * gradient
        losses.append(float(loss))
    # The first hundred, then a curve: a few kilobytes.
    kept = [t for t in range(1500) if t < 100 or t % 50 == 0 or t == 1499]
    if "--all" in sys.argv:
        kept = list(range(1500))
    print(json.dumps({"made": f"make_cifar.py, NumPy {np.__version__}", "iterations": kept, "losses": [losses[t] for t in kept]}))


if __name__ == "__main__":
    main(sys.argv[1])

"""A linear classifier on the same marks, kept to its largest weights. Beside the net it is worth a point."""

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC


def matrix(corpus, rows):
    """For each sentence: each of its marks once, all together of length 1."""
    owners, marks = [], []
    for place, row in enumerate(rows):
        first, last = corpus.m.first[row], corpus.m.first[row + 1]
        ids = corpus.ids[corpus.m.first_mark[first] : corpus.m.first_mark[last]]
        ids = np.unique(ids[ids >= 0])
        owners.append(np.full(len(ids), place))
        marks.append(ids)
    owners, marks = np.concatenate(owners), np.concatenate(marks)
    sizes = np.maximum(np.bincount(owners, minlength=len(rows)), 1)
    return csr_matrix((1 / np.sqrt(sizes[owners]), (owners, marks)), shape=(len(rows), len(corpus.vocabulary)))


def fit(corpus, rows, weights, n_labels, keep):
    """(weights [mark, label] with all but the `keep` largest made zero and the rest in 8 bits, scale, bias)."""
    model = LinearSVC(C=0.5).fit(matrix(corpus, rows), corpus.label[rows], sample_weight=weights)
    full = np.zeros((len(corpus.vocabulary), n_labels), dtype=np.float32)
    bias = np.full(n_labels, -1.0, dtype=np.float32)
    full[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    sizes = np.abs(full).ravel()
    bar = np.partition(sizes, -keep)[-keep] if keep < len(sizes) else 0.0
    full[np.abs(full) < bar] = 0
    scale = float(np.abs(full).max() / 127)
    return np.rint(full / scale).astype(np.int8), scale, bias


def scores(corpus, fitted):
    whole, scale, bias = fitted
    return matrix(corpus, range(len(corpus.sentences))) @ (whole.astype(np.float32) * scale) + bias

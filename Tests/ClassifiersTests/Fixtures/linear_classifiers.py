"""Makes logistic-regression.json, multiclass-svm.json, svm-iris.json and svm-digits.json: small problems with
their optima.

    python linear_classifiers.py

Needs numpy, scikit-learn (made with 1.9.1) and scipy (1.17.1). The logistic regression is
scikit-learn's; the support vector machine (Crammer and Singer 2001, biases not penalised) is solved as
the quadratic program that it is, since scikit-learn's own penalises the biases, and checked against it. Real
examples, iris and 300 digits, have the objectives that scikit-learn's LinearSVC reaches under several penalties,
on features whose mean is taken off and with biases that are hardly penalised.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.datasets import load_digits, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC


def problem(seed, rows, columns, classes, spread):
    random = np.random.default_rng(seed)
    centres = random.uniform(0.2, 0.8, (classes, columns))
    labels = np.arange(rows) % classes
    features = np.clip(centres[labels] + random.normal(0, spread, (rows, columns)), 0, 1)
    return features.astype(np.float32).astype(np.float64), labels


def logistic_regression():
    features, labels = problem(1, rows=60, columns=6, classes=3, spread=0.25)
    decay = 1e-3
    model = LogisticRegression(C=1 / (decay * len(labels)), tol=1e-10, max_iter=10000)
    model.fit(features, labels)
    scores = features @ model.coef_.T + model.intercept_
    cross_entropy = -log_softmax(scores, axis=1)[np.arange(len(labels)), labels].mean()
    return {
        "weight_decay": decay,
        "features": features,
        "labels": labels,
        "cross_entropy": cross_entropy,
        "objective": cross_entropy + decay / 2 * (model.coef_**2).sum(),
        "weight": model.coef_.T,
        "probabilities": model.predict_proba(features),
    }


def multiclass_svm():
    features, labels = problem(2, rows=45, columns=4, classes=3, spread=0.2)
    decay, rows, columns, classes = 1e-2, 45, 4, 3
    size = classes * (columns + 1)
    design = np.hstack([features, np.ones((rows, 1))])

    def margins(parameters):
        scores = design @ parameters.reshape(columns + 1, classes)
        rivals = scores - scores[np.arange(rows), labels][:, None] + 1
        rivals[np.arange(rows), labels] = 0
        return rivals

    def objective(weight, biases):
        parameters = np.vstack([weight, biases]).ravel()
        return decay / 2 * (weight**2).sum() + np.maximum(margins(parameters).max(axis=1), 0).mean()

    # Variables: weight and biases, then a slack for each row; linear constraints slack ≥ margin.
    constraint = np.zeros((rows * classes, size + rows))
    offset = np.zeros(rows * classes)
    for row in range(rows):
        for c in range(classes):
            line = row * classes + c
            constraint[line, size + row] = 1
            if c != labels[row]:
                for k in range(columns + 1):
                    constraint[line, k * classes + c] -= design[row, k]
                    constraint[line, k * classes + labels[row]] += design[row, k]
                offset[line] = 1

    def value(v):
        weight = v[: columns * classes]
        gradient = np.concatenate([decay * weight, np.zeros(classes), np.full(rows, 1 / rows)])
        return decay / 2 * weight @ weight + v[size:].mean(), gradient

    start = np.concatenate([np.zeros(size), np.ones(rows)])
    solved = minimize(
        value, start, jac=True, method="SLSQP", options={"maxiter": 1000, "ftol": 1e-13},
        constraints={"type": "ineq", "fun": lambda v: constraint @ v - offset, "jac": lambda v: constraint},
    )
    parameters = solved.x[:size].reshape(columns + 1, classes)
    optimum = objective(parameters[:-1], parameters[-1])
    # A large intercept scale makes the penalty on the biases negligible.
    peer = LinearSVC(
        C=1 / (decay * rows), multi_class="crammer_singer", intercept_scaling=30, tol=1e-8, max_iter=10**6
    ).fit(features, labels)
    found = objective(peer.coef_.T, peer.intercept_)
    print("quadratic program:", optimum, "LinearSVC:", found)
    assert solved.success and optimum <= found * (1 + 1e-6) and found < optimum * 1.01
    return {"weight_decay": decay, "features": features, "labels": labels, "objective": optimum}


def real_svm(features, labels):
    rows = len(labels)
    centred = features - features.mean(axis=0)
    cases = []
    for decay in [1e-1, 1e-2, 1e-3]:
        # Some scales of the constant feature: large ones hardly penalise biases, and converge slowly.
        objectives = []
        for scale in [3, 10, 30]:
            peer = LinearSVC(
                C=1 / (decay * rows), multi_class="crammer_singer", intercept_scaling=scale, tol=1e-7,
                max_iter=10**6,
            ).fit(centred, labels)
            scores = centred @ peer.coef_.T + peer.intercept_
            margins = scores + 1
            margins[np.arange(rows), labels] -= 1
            loss = (margins.max(axis=1) - scores[np.arange(rows), labels]).mean()
            objectives.append(loss + decay / 2 * (peer.coef_**2).sum())
        print("LinearSVC:", decay, objectives)
        cases.append([decay, min(objectives)])
    return {"features": features, "labels": labels, "cases": cases}


def text(value, indent=""):
    """JSON with a row of numbers on a line."""
    deeper = indent + " "
    if isinstance(value, dict):
        items = [f"{deeper}{json.dumps(key)}: {text(item, deeper)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + indent + "}"
    if isinstance(value, np.ndarray):
        return text(value.tolist(), indent)
    if isinstance(value, list) and isinstance(value[0], list):
        return "[\n" + ",\n".join(deeper + text(item, deeper) for item in value) + "\n" + indent + "]"
    if isinstance(value, list):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return f"{value:.12g}"


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    (folder / "logistic-regression.json").write_text(text(logistic_regression()) + "\n")
    iris, digits = load_iris(), load_digits()
    (folder / "svm-iris.json").write_text(text(real_svm(iris.data, iris.target)) + "\n")
    (folder / "svm-digits.json").write_text(text(real_svm(digits.data[:300] / 16, digits.target[:300])) + "\n")
    (folder / "multiclass-svm.json").write_text(text(multiclass_svm()) + "\n")

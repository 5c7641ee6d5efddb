"""Writes evaluation.json: reference values for the evaluation of classifiers.

    python evaluation.py > evaluation.json

Made with numpy 2, scipy 1.17.1 and scikit-learn 1.9.1.
"""

import json
from fractions import Fraction
from math import comb

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, log_loss, precision_recall_fscore_support


def wilson(count, total):
    interval = binomtest(count, total).proportion_ci(confidence_level=0.95, method="wilson")
    return {"count": count, "total": total, "low": interval.low, "high": interval.high}


def mcnemar(first, second):
    """The exact rational p-value, rounded once; scipy's agrees where it is still accurate."""
    trials, smaller = first + second, min(first, second)
    tail = 2 * sum(comb(trials, k) for k in range(smaller + 1))
    exact = float(min(Fraction(1), Fraction(tail, 2**trials)))
    if trials > 0:
        assert np.isclose(binomtest(smaller, trials).pvalue, exact, rtol=1e-6, atol=0)
    return {"first": first, "second": second, "p": exact}


def calibration_error(probabilities, labels, bins=15):
    """Guo et al. 2017, equation 3, written as the equation is."""
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    error = 0.0
    for m in range(1, bins + 1):
        inside = ((m - 1) / bins < confidence) & (confidence <= m / bins)
        if inside.any():
            gap = correct[inside].mean() - confidence[inside].mean()
            error += inside.mean() * abs(gap)
    return error


def evaluation():
    random = np.random.default_rng(1)
    classes, examples = 4, 80
    labels = random.integers(classes, size=examples)
    logits = random.normal(size=(examples, classes)) * 1.5
    logits[np.arange(examples), labels] += 1.5
    exponentials = np.exp(logits)
    # Three decimals, so that the file is short; the last class takes what is left.
    probabilities = np.round(exponentials / exponentials.sum(axis=1, keepdims=True), 3)
    probabilities[:, -1] = np.maximum(0, np.round(1 - probabilities[:, :-1].sum(axis=1), 3))
    single = probabilities.astype(np.float32).astype(np.float64)
    predicted = single.argmax(axis=1)
    precision, recall, f1, count = precision_recall_fscore_support(labels, predicted)
    chosen = np.maximum(single[np.arange(examples), labels], np.finfo(np.float32).tiny)
    loss = float(-np.log(chosen).mean())
    # scikit-learn clips at another place, so compare with it where nothing is clipped.
    positive = (single > 0).all(axis=1)
    rows = single[positive] / single[positive].sum(axis=1, keepdims=True)
    assert np.isclose(log_loss(labels[positive], rows), -np.log(chosen[positive]).mean(), atol=1e-3)
    return {
        "labels": labels.tolist(),
        "probabilities": probabilities.tolist(),
        "confusion": confusion_matrix(labels, predicted).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "count": count.tolist(),
        "log_loss": loss,
        "calibration_error": calibration_error(single, labels),
    }


print(
    json.dumps(
        {
            "wilson": [
                wilson(count, total)
                for count, total in [(0, 10), (10, 10), (1, 10), (7, 20), (142, 10000), (744, 10000), (1, 1)]
            ],
            "mcnemar": [
                mcnemar(first, second)
                for first, second in [
                    (0, 0), (1, 0), (0, 5), (5, 5), (3, 9), (10, 25), (41, 663), (700, 812), (1000, 1),
                    (996, 0), (0, 1020), (2350, 5650), (4000, 4000),
                ]
            ],
            "evaluation": evaluation(),
        }
    )
)

"""Makes normalization.json: one step of a classifier with batch normalization in both layers and smoothed labels, with
its loss and gradients by JAX in float64.

    python normalization_step.py

Needs jax (made with 0.10.2) and numpy.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

ROWS, INPUTS, UNITS, CLASSES, SMOOTHING = 12, 6, [7, 5], 4, 0.1
EPSILON = 1e-5  # LayerGraph's


def float32(values):
    return np.asarray(values, np.float32).astype(np.float64)


def normalize(x):
    return (x - x.mean(axis=0)) / jnp.sqrt(x.var(axis=0) + EPSILON)


def scores(p, x):
    for k, activate in enumerate([jnp.tanh, jax.nn.softplus]):
        z = normalize(x @ p[f"encoder.{k}.weight"])
        x = activate(z * p[f"shift.{k}.gain"] + p[f"shift.{k}.bias"])
    return x @ p["head.weight"] + p["head.bias"]


def loss(p, x, labels):
    targets = (1 - SMOOTHING) * jax.nn.one_hot(labels, CLASSES, dtype=jnp.float64) + SMOOTHING / CLASSES
    return -(targets * jax.nn.log_softmax(scores(p, x))).sum(axis=1).mean()


random = np.random.default_rng(1)
widths = [INPUTS] + UNITS
parameters = {}
for k in range(2):
    parameters[f"encoder.{k}.weight"] = float32(random.normal(0, 0.7, (widths[k], widths[k + 1])))
    parameters[f"shift.{k}.gain"] = float32(random.uniform(0.5, 1.5, (1, widths[k + 1])))
    parameters[f"shift.{k}.bias"] = float32(random.normal(0, 0.3, (1, widths[k + 1])))
parameters["head.weight"] = float32(random.normal(0, 0.7, (UNITS[-1], CLASSES)))
parameters["head.bias"] = float32(random.normal(0, 0.3, (1, CLASSES)))
features = float32(random.uniform(0, 1, (ROWS, INPUTS)))
labels = random.integers(0, CLASSES, ROWS)
value, gradients = jax.value_and_grad(loss)(parameters, features, labels)

fixture = {
    "smoothing": SMOOTHING,
    "features": features.tolist(),
    "labels": labels.tolist(),
    "loss": float(value),
    "parameters": {name: values.tolist() for name, values in parameters.items()},
    "gradients": {name: np.asarray(values).tolist() for name, values in gradients.items()},
}
path = pathlib.Path(__file__).with_name("normalization.json")
path.write_text(json.dumps(fixture, indent=1) + "\n")

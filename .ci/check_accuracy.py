"""Checks the accuracy table of the quick run: the right models, and on MNIST the right errors."""

import json
import sys

KINDS = ["logistic-regression", "random-initialisation", "stacked-denoising-autoencoder"]
# Test errors on MNIST, in percent.
BOUNDS = {"logistic-regression": (7.2, 7.8), "stacked-denoising-autoencoder": (0.5, 2.5)}

with open(sys.argv[1], encoding="utf-8") as file:
    table = json.load(file)
models = {model["kind"]: model for model in table["models"]}
name = table["dataset"]["name"]
failures = [f"no {kind} in the table" for kind in KINDS if kind not in models]
for kind, model in models.items():
    error = model["test_error_percent"]
    low, high = BOUNDS.get(kind, (0, 100)) if name == "mnist" else (0, 100)
    print(f"{kind}: {error} % test error on {name}, {model['training_seconds']:.1f} s of training")
    if not low <= error <= high:
        failures.append(f"{kind}: expected {low} to {high} % test error, found {error} %")
if failures:
    sys.exit("\n".join(failures))

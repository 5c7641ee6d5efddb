"""Makes objective.json: one step of autoencoders whose objective has several terms (emphasised losses, the
contractive penalty, sparsity), with the value of each term and gradients by JAX in float64.

    python objective_step.py

Needs jax (made with 0.10.2) and numpy. The contractive penalty is the squared norm of the Jacobian that JAX
finds by itself, not the formula for it.
"""

import pathlib

import jax
import jax.numpy as jnp
import numpy as np

from denoising_step import EXAMPLES, INPUTS, ROWS, SEED, EPOCH, activate, float32, keep_mask, text

UNITS = 7


def objective(case, clean, kept, corrupted):
    """The terms by name, as functions of the parameters."""
    sparse = case["sparsity"]

    def encode(p, x):
        return activate(case["activation"], x @ p["encoder.0.weight"] + p["encoder.0.bias"][0])

    def error(p):
        weight = p.get("decoder.0.weight", p["encoder.0.weight"].T)
        z = encode(p, corrupted) @ weight + p["decoder.0.bias"]
        if case["loss_kind"] == "cross-entropy":
            losses = -clean * jax.nn.log_sigmoid(z) - (1 - clean) * jax.nn.log_sigmoid(-z)
        else:
            losses = (activate(case["decoder_activation"], z) - clean) ** 2
        weights = jnp.where(kept == 1, case["untouched"], case["corrupted"])
        return (weights * losses).sum(axis=1).mean()

    def contraction(p):
        jacobian = jax.vmap(jax.jacfwd(lambda x: encode(p, x)))(corrupted)
        return case["contraction"] * (jacobian**2).sum(axis=(1, 2)).mean()

    def sparsity(p):
        mean, rho = encode(p, corrupted).mean(axis=0), sparse["target"]
        divergence = rho * jnp.log(rho / mean) + (1 - rho) * jnp.log((1 - rho) / (1 - mean))
        return sparse["strength"] * divergence.sum()

    return {"error": error, "contraction": contraction} | ({"sparsity": sparsity} if sparse else {})


def step(case, features, number):
    random = np.random.default_rng(SEED + number)
    parameters = {
        "encoder.0.weight": float32(random.normal(0, 0.5, (INPUTS, UNITS))),
        "encoder.0.bias": float32(random.normal(0, 0.2, (1, UNITS))),
        "decoder.0.bias": float32(random.normal(0, 0.2, (1, INPUTS))),
    }
    if not case["tied"]:
        parameters["decoder.0.weight"] = float32(random.normal(0, 0.5, (UNITS, INPUTS)))
    clean = features[np.array(EXAMPLES)]
    kept = keep_mask("corruption.0", case["level"], INPUTS)
    terms = objective(case, clean, kept, clean * kept)
    gradients = jax.grad(lambda p: sum(term(p) for term in terms.values()))(parameters)
    values = {name: term(parameters) for name, term in terms.items()}
    return {**case, "parameters": parameters, "terms": values, "gradients": gradients}


def case(tied, activation, loss, decoder_activation, level, corrupted, untouched, contraction, sparsity):
    # Numbers that float32 holds exactly, or that both sides round to it.
    rounded = {k: float(np.float32(v)) for k, v in sparsity.items()} if sparsity else None
    return {
        "tied": tied, "activation": activation, "loss_kind": loss,
        "decoder_activation": decoder_activation, "level": level, "corrupted": corrupted,
        "untouched": untouched, "contraction": float(np.float32(contraction)), "sparsity": rounded,
    }


def main():
    random = np.random.default_rng(SEED)
    features = float32(random.uniform(0.02, 0.98, (ROWS, INPUTS)))
    cases = [
        case(True, "sigmoid", "cross-entropy", "sigmoid", 0.25, 1.0, 0.5, 0.5,
             {"target": 0.1, "strength": 2.0}),
        case(False, "tanh", "squared-error", "linear", 0.4, 2.0, 0.0, 0.125, None),
        case(False, "sigmoid", "squared-error", "sigmoid", 0.5, 1.0, 0.25, 2.0,
             {"target": 0.3, "strength": 0.75}),
    ]
    fixture = {
        "seed": SEED, "epoch": EPOCH, "examples": EXAMPLES, "features": features,
        "cases": [step(case, features, number) for number, case in enumerate(cases)],
    }
    (pathlib.Path(__file__).parent / "objective.json").write_text(text(fixture) + "\n")


if __name__ == "__main__":
    main()

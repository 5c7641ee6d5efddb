"""Makes denoising-tied.json and denoising-untied.json: one step of two stacked denoising autoencoders,
the second on the clean codes of the first, with values and gradients by JAX in float64.

    python denoising_step.py

Needs jax (made with 0.10.2) and numpy. The masks are drawn here by an implementation of Philox4x32-10
of its own, so the test also checks that the library draws them as documented.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

SEED, EPOCH = 20080605, 2
EXAMPLES = [4, 0, 2, 5]
ROWS, INPUTS = 6, 11


def philox(counter, key):
    """Salmon, Moraes, Dror, Shaw 2011, section 3.3; ten rounds."""
    (x0, x1, x2, x3), (k0, k1), mask = counter, key, 0xFFFFFFFF
    for _ in range(10):
        p0, p1 = 0xD2511F53 * x0, 0xCD9E8D57 * x2
        x0, x1, x2, x3 = (p1 >> 32) ^ x1 ^ k0, p1 & mask, (p0 >> 32) ^ x3 ^ k1, p0 & mask
        k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
    return x0, x1, x2, x3


def fnv1a(text):
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def bits(purpose, example, element):
    """Element 64·g + 16·lane + b of an example is that lane of block 16·g + b."""
    group, place = divmod(element, 64)
    lane, block = divmod(place, 16)
    counter = (group * 16 + block, example, EPOCH, fnv1a(purpose))
    return philox(counter, (SEED & 0xFFFFFFFF, SEED >> 32))[lane]


def keep_mask(purpose, level, width):
    """1 where an element is kept: its upper 31 bits are not below level · 2³¹."""
    limit = int(np.float64(np.float32(level)) * 2**31)
    return np.array(
        [[float(bits(purpose, e, c) >> 1 >= limit) for c in range(width)] for e in EXAMPLES]
    )


def float32(values):
    """Numbers that float32 holds exactly, so that both sides start from the same ones."""
    return values.astype(np.float32).astype(np.float64)


def activate(kind, x):
    return {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "linear": lambda v: v}[kind](x)


def layer_step(k, layer, parameters, clean, mask):
    tied = f"decoder.{k}.weight" not in parameters

    def forward(p):
        code = activate(
            layer["activation"], (clean * mask) @ p[f"encoder.{k}.weight"] + p[f"encoder.{k}.bias"]
        )
        weight = p[f"encoder.{k}.weight"].T if tied else p[f"decoder.{k}.weight"]
        decoder = code @ weight + p[f"decoder.{k}.bias"]
        return code, decoder

    def loss(p):
        _, decoder = forward(p)
        if layer["loss_kind"] == "cross-entropy":
            error = -clean * jax.nn.log_sigmoid(decoder) - (1 - clean) * jax.nn.log_sigmoid(-decoder)
        else:
            error = (activate(layer["decoder_activation"], decoder) - clean) ** 2
        return error.sum(axis=1).mean()

    code, decoder = forward(parameters)
    value, gradients = jax.value_and_grad(loss)(parameters)
    return {
        "mask": mask,
        "code": code,
        "reconstruction": activate(layer["decoder_activation"], decoder),
        "loss": value,
        "gradients": gradients,
    }


def make(tied, layers):
    random = np.random.default_rng(SEED + tied)
    features = float32(random.uniform(0.02, 0.98, (ROWS, INPUTS)))
    inputs, results = features, []
    for k, layer in enumerate(layers):
        width, units = inputs.shape[1], layer["units"]
        parameters = {
            f"encoder.{k}.weight": float32(random.normal(0, 0.5, (width, units))),
            f"encoder.{k}.bias": float32(random.normal(0, 0.2, (1, units))),
            f"decoder.{k}.bias": float32(random.normal(0, 0.2, (1, width))),
        }
        if not tied:
            parameters[f"decoder.{k}.weight"] = float32(random.normal(0, 0.5, (units, width)))
        mask = keep_mask(f"corruption.{k}", layer["level"], width)
        step = layer_step(k, layer, parameters, inputs[np.array(EXAMPLES)], mask)
        # The codes of all rows, without noise: what the next layer learns from.
        codes = activate(
            layer["activation"], inputs @ parameters[f"encoder.{k}.weight"] + parameters[f"encoder.{k}.bias"]
        )
        results.append({**layer, "parameters": parameters, "codes": codes, **step})
        inputs = np.asarray(codes)
    return {
        "seed": SEED, "epoch": EPOCH, "examples": EXAMPLES, "features": features, "layers": results
    }


def text(value, indent=""):
    """JSON with a row of numbers on a line."""
    deeper = indent + " "
    if isinstance(value, dict):
        items = [f"{deeper}{json.dumps(key)}: {text(item, deeper)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + indent + "}"
    if isinstance(value, (np.ndarray, jax.Array)):
        return text(np.asarray(value).tolist(), indent)
    if isinstance(value, list) and isinstance(value[0], (list, dict)):
        return "[\n" + ",\n".join(deeper + text(item, deeper) for item in value) + "\n" + indent + "]"
    if isinstance(value, list):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return f"{value:.12g}" if isinstance(value, float) else json.dumps(value)


def layer(units, level, activation, loss, decoder_activation):
    return {
        "units": units, "level": level, "activation": activation, "loss_kind": loss,
        "decoder_activation": decoder_activation,
    }


def main():
    folder = pathlib.Path(__file__).parent
    tied = [
        layer(7, 0.25, "sigmoid", "cross-entropy", "sigmoid"),
        layer(5, 0.3, "sigmoid", "cross-entropy", "sigmoid"),
    ]
    untied = [
        layer(7, 0.4, "tanh", "cross-entropy", "sigmoid"),
        layer(5, 0.2, "sigmoid", "squared-error", "linear"),
    ]
    for name, fixture in [("tied", make(True, tied)), ("untied", make(False, untied))]:
        (folder / f"denoising-{name}.json").write_text(text(fixture) + "\n")


if __name__ == "__main__":
    main()

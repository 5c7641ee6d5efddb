// Networks: layers that compute f(x·W + b), forward only, in Float32 with sums in double precision.

const activations = {
  linear: x => x,
  sigmoid: x => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  relu: x => Math.max(0, x),
  "leaky-relu": x => (x > 0 ? x : 0.01 * x),
  softplus: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
};

function softmax(values) {
  const most = Math.max(...values);
  const powers = values.map(x => Math.exp(x - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(x => x / sum);
}

// One layer on one example; zeros are skipped, as most of a drawing is.
function apply(layer, input) {
  const { inputs, outputs, weight, bias } = layer;
  const sums = Float64Array.from(bias);
  for (let i = 0; i < inputs; i++) {
    const x = input[i];
    if (x === 0) continue;
    for (let j = 0, at = i * outputs; j < outputs; j++, at++) sums[j] += x * weight[at];
  }
  if (layer.activation === "softmax") return softmax(Array.from(sums));
  return Float32Array.from(sums, activations[layer.activation]);
}

// The values of all layers of a chain, from the first up.
function pass(layers, input) {
  const values = [];
  for (const layer of layers) values.push(apply(layer, values.at(-1) ?? input));
  return values;
}

// How well an input fits what each unit of a layer looks for: (x·w) / ‖w‖.
function fits({ inputs, outputs, weight }, input) {
  const products = new Float64Array(outputs), squares = new Float64Array(outputs);
  for (let i = 0, at = 0; i < inputs; i++)
    for (let j = 0; j < outputs; j++, at++) {
      products[j] += input[i] * weight[at];
      squares[j] += weight[at] ** 2;
    }
  return products.map((product, j) => product / Math.sqrt(squares[j] || 1));
}

// What a stack makes of an input, up to each of its layers and back; decoders follow encoders, the topmost first.
function reconstructions(stack, input) {
  const depth = stack.length / 2;
  const codes = pass(stack.slice(0, depth), input);
  return codes.map((code, index) => pass(stack.slice(2 * depth - 1 - index), code).at(-1));
}

// The mean over columns of (x − r)².
function meanSquare(x, r) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - r[i]) ** 2;
  return sum / x.length;
}

// The share of ordered values that are smaller.
function shareBelow(quantiles, value) {
  let count = 0;
  while (count < quantiles.length && quantiles[count] < value) count++;
  return count / quantiles.length;
}

// The numbers of a file of halves, IEEE 754 binary16, as Float32.
function floatsOfHalves(bytes) {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  return Float32Array.from(halves, half => {
    const sign = half & 0x8000 ? -1 : 1, exponent = (half >> 10) & 31, fraction = half & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

// Gives the layers of a description their numbers, which follow each other in the order of the layers.
function fill(description, bytes) {
  const numbers = description.isHalf ? floatsOfHalves(bytes) : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let at = 0;
  const take = count => numbers.subarray(at, (at += count));
  for (const network of description.networks) {
    for (const layer of [...network.layers, ...network.stack]) {
      if (layer.activation !== "softmax" && !activations[layer.activation])
        throw new Error(`the activation ${layer.activation} is not known to this page`);
      layer.weight = take(layer.inputs * layer.outputs);
      layer.bias = take(layer.outputs);
    }
    // Without a classifier it is the stack's encoders.
    if (!network.layers.length) network.layers = network.stack.slice(0, network.stack.length / 2);
  }
  if (at !== numbers.length) throw new Error(`${numbers.length} numbers where the layers have ${at}`);
  return description;
}

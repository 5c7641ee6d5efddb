// Noises, each of which draws the same numbers for a pixel at every level: a slider adds noise and does not shuffle it.

// A generator of 32 bits (xorshift), 0 ≤ number < 1.
function uniforms(seed, count) {
  let state = seed | 0 || 1;
  return Float32Array.from({ length: count }, () => {
    state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
    return (state >>> 0) / 4294967296;
  });
}

// Each noise with the level that its slider ends at; bounds are the least and the largest input.
const noises = [
  {
    name: "masking", most: 1, title: level => `${Math.round(100 * level)} % to 0`,
    add: (input, level, draws) => input.map((x, i) => (draws.first[i] < level ? 0 : x)),
  },
  {
    name: "Gaussian", most: 1, title: level => `σ ${level.toFixed(2)}`,
    add: (input, level, draws) =>
      input.map((x, i) => x + level * Math.sqrt(-2 * Math.log(1 - draws.second[i])) * Math.cos(2 * Math.PI * draws.third[i])),
  },
  {
    name: "salt and pepper", most: 1, title: level => `${Math.round(100 * level)} %`,
    add: (input, level, draws, [low, high]) =>
      input.map((x, i) => (draws.fourth[i] < level ? (draws.third[i] < 0.5 ? low : high) : x)),
  },
];

function drawsFor(count) {
  const [first, second, third, fourth] = [1, 2, 3, 4].map(seed => uniforms(seed * 2654435761, count));
  return { first, second, third, fourth };
}

// An input with several noises, one after the other.
function withNoise(input, levels, draws, bounds) {
  return noises.reduce((value, noise, index) => (levels[index] > 0 ? noise.add(value, levels[index], draws, bounds) : value), input);
}

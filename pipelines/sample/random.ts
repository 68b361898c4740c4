/** One stream of chance; the same seed and keys always give the same numbers. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  chance(probability: number): boolean;
  /** Whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number;
}

/** The stream of a seed and any further keys, such as the numbers of an authority and a child. */
export function randomOf(seed: number, ...keys: readonly number[]): Random {
  const uniform = sfc32(seed, keys);
  let spare: number | null = null;
  const normal = () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    normal,
    chance: (probability) => uniform() < probability,
    whole: (least, most) => least + Math.floor(uniform() * (most - least + 1)),
    weighted: (weights) => {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [i, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return i;
      }
      return weights.length - 1;
    },
  };
}

/** Doty-Humphrey's small fast counting generator: 128 bits of state, so streams do not overlap. */
function sfc32(seed: number, keys: readonly number[]): () => number {
  let a = mix(seed >>> 0);
  let b = mix(Math.floor(seed / 4294967296) >>> 0);
  let c = mix(a ^ b);
  for (const key of keys) {
    a = mix(a ^ key);
    b = mix((b + a) | 0);
    c = mix(c ^ b);
  }
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Splitmix32's finaliser. */
function mix(key: number): number {
  let z = (key + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

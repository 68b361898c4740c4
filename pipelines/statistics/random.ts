/**
 * Seeded, counter-based uniforms on [0, 1): draw `i` of a seed is always the same number, so a
 * stored seed and count reproduce a result (splitmix32 finaliser over a Weyl sequence).
 */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
}

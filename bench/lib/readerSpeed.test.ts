import { describe, expect, it } from 'vitest';
import { base } from '../../test/model/randomModel.ts';
import { llamaFlopsPerToken, readerFlopsPerToken } from './readerSpeed.ts';

const { hiddenSize, intermediateSize, heads, keyValueHeads, headSize } = base;
const WINDOW = 512;

/** Two operations for each number of a matrix. */
const matrix = (inner: number, outer: number): number => 2 * inner * outer;
const [query, key, value, output] = [
  matrix(hiddenSize, heads * headSize),
  matrix(hiddenSize, keyValueHeads * headSize),
  matrix(hiddenSize, keyValueHeads * headSize),
  matrix(heads * headSize, hiddenSize),
];
const feedForward = 2 * matrix(hiddenSize, intermediateSize) + matrix(intermediateSize, hiddenSize);

/** Counted pair by pair: a product with the key, a product with the value. */
function attention(): number {
  let operations = 0;
  for (let token = 0; token < WINDOW; token++) {
    for (let seen = 0; seen <= token; seen++) operations += 2 * heads * 2 * headSize;
  }
  return operations / WINDOW;
}

describe('operations a token', () => {
  const layer = query + key + value + output + feedForward + attention();
  // Half of a token's own product is not counted.
  const nearly = (counted: number): number => 3 * 2 * heads * headSize + counted * 1e-9;

  it('of the reader are whole layers and the next layer’s keys', () => {
    const counted = 3 * layer + key;
    expect(Math.abs(readerFlopsPerToken(base, 3, WINDOW) - counted)).toBeLessThanOrEqual(nearly(counted));
  });

  it('of llama.cpp are these and the attention of the next layer', () => {
    const counted = 3 * layer + query + key + value + output + attention();
    const more = llamaFlopsPerToken(base, 3, WINDOW);
    expect(Math.abs(more - counted)).toBeLessThanOrEqual(nearly(counted) + 2 * heads * headSize);
    expect(more).toBeGreaterThan(readerFlopsPerToken(base, 3, WINDOW));
  });
});

import { describe, expect, it } from 'vitest';
import { halfValue, toFloat16 } from './float16.ts';

const asFloat = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

/** The definition, in float64, which holds every half and every float32 exactly. */
function naiveValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function naiveHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  // In units of the last place; dividing by a power of two is exact.
  const units = magnitude / 2 ** (exponent - 10);
  const floor = Math.floor(units);
  const rest = units - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const half = rounded < 1024 ? rounded : ((exponent + 15) << 10) + (rounded - 1024);
  return sign | Math.min(half, 0x7bff);
}

describe('halfValue', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x0001, 2 ** -24],
    [0x7bff, 65504],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i', (bits, value) => {
    expect(halfValue(bits)).toBe(value);
  });
});

describe('a half', () => {
  const all = Uint16Array.from({ length: 0x10000 }, (_, half) => half);

  it('has the value of the definition', () => {
    expect([...all].filter((half) => !Object.is(halfValue(half), naiveValue(half)))).toEqual([]);
  });

  it('comes back from float32 as it was, whichever it is', () => {
    const floats = Float32Array.from(all, halfValue);
    // NaN has a payload, which its value does not show.
    const bits = new Uint32Array(floats.buffer);
    for (const half of all) {
      if (Number.isNaN(floats[half]))
        bits[half] = ((half & 0x8000) << 16) | 0x7f800000 | ((half & 0x3ff) << 13);
    }
    expect(toFloat16(floats)).toEqual(all);
  });
});

describe('a float32', () => {
  function expectNaive(values: Float32Array): void {
    const halves = toFloat16(values);
    for (let i = 0; i < values.length; i++) {
      if (halves[i] !== naiveHalf(values[i]!))
        expect.fail(`${values[i]!} became ${halves[i]!}, not ${naiveHalf(values[i]!)}`);
    }
  }

  it('rounds as the definition says, over all exponents', () => {
    let state = 1;
    const bits = Uint32Array.from({ length: 400_000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      // The next test has the exponents of infinities and NaN.
      return (state & 0x7f800000) === 0x7f800000 ? state & ~0x00800000 : state;
    });
    expectNaive(new Float32Array(bits.buffer));
  });

  it('rounds ties to even, and its neighbours away from the tie', () => {
    const values: number[] = [];
    const halves = Float32Array.from({ length: 0x7bff }, (_, half) => naiveValue(half));
    for (let half = 0; half + 1 < halves.length; half++) {
      const tie = (halves[half]! + halves[half + 1]!) / 2;
      const bits = new Uint32Array(Float32Array.of(tie).buffer)[0]!;
      values.push(tie, -tie, asFloat(bits - 1), asFloat(bits + 1));
    }
    expectNaive(Float32Array.from(values));
  });

  it.each([
    ['zero', 0, 0x0000],
    ['minus zero', -0, 0x8000],
    ['one', 1, 0x3c00],
    ['the largest half', 65504, 0x7bff],
    ['what would round to infinity', 65520, 0x7bff],
    ['far too large', 1e30, 0x7bff],
    ['far too small', -1e30, 0xfbff],
    ['infinity', Infinity, 0x7c00],
    ['minus infinity', -Infinity, 0xfc00],
    ['not a number', NaN, 0x7e00],
    ['the smallest subnormal', 2 ** -24, 0x0001],
    ['half of it, a tie', 2 ** -25, 0x0000],
    ['a little more', 2 ** -25 * (1 + 2 ** -23), 0x0001],
    ['the smallest float32', 2 ** -149, 0x0000],
    ['just below the smallest normal', 2 ** -14 - 2 ** -30, 0x0400],
  ])('%s', (_, value, half) => {
    expect(toFloat16(Float32Array.of(value))[0]).toBe(half);
  });
});

describe('given arrays', () => {
  it('are used, at any offset, and cut to the length', () => {
    const from = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const to = new Uint16Array(5);
    const halves = toFloat16(from, to.subarray(1));
    expect([...halves]).toEqual([0x3c00, 0x4000]);
    expect([...to]).toEqual([0, 0x3c00, 0x4000, 0, 0]);
  });
});

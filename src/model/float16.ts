/**
 * IEEE 754 half precision (binary16) as bit patterns, because Node 20 has no `Float16Array`. Keys and values of windows
 * are kept in it: half the bytes of float32, with eleven significant bits.
 */

const SIGN = 0x8000;
const INFINITY = 0x7c00;
const LARGEST = 0x7bff; // 65504
const QUIET = 0x0200;

// Bit patterns of float32 magnitudes.
const FLOAT_INFINITY = 0x7f800000;
const FLOAT_SMALLEST_NORMAL = 0x38800000; // 2^-14, the smallest normal half
const FLOAT_OVERFLOW = 0x477ff000; // 65520, where rounding would leave the finite halves
const EXPONENT_SHIFT = 0x38000000; // difference of the biases, 112, in the exponent's place

/**
 * Rounds to the nearest half, ties to even. Finite numbers beyond ±65504 become ±65504. Keeps subnormals, infinities,
 * NaN with the upper bits of its payload, and the sign of zero.
 * @param to receives the halves, at least as long as `from`; default: a new array
 * @returns `to`, cut to the length of `from`
 */
export function toFloat16(from: Float32Array, to: Uint16Array = new Uint16Array(from.length)): Uint16Array {
  // Signed, because JavaScript engines compute with signed integers natively.
  const bits = new Int32Array(from.buffer, from.byteOffset, from.length);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!;
    const magnitude = word & 0x7fffffff;
    const half =
      magnitude >= FLOAT_SMALLEST_NORMAL && magnitude < FLOAT_OVERFLOW
        ? (magnitude - EXPONENT_SHIFT + 0xfff + ((magnitude >> 13) & 1)) >> 13
        : uncommon(magnitude);
    to[i] = ((word >> 16) & SIGN) | half;
  }
  return to.length === from.length ? to : to.subarray(0, from.length);
}

/** The exact value of a half. */
export function halfValue(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  let magnitude = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  if (exponent === 31) magnitude = fraction === 0 ? Infinity : NaN;
  return half & SIGN ? -magnitude : magnitude;
}

/** The half of a magnitude that is subnormal, too large, infinite or not a number. */
function uncommon(magnitude: number): number {
  if (magnitude > FLOAT_INFINITY) return INFINITY | ((magnitude >>> 13) & 0x3ff || QUIET);
  if (magnitude === FLOAT_INFINITY) return INFINITY;
  if (magnitude >= FLOAT_OVERFLOW) return LARGEST;
  const shift = 126 - (magnitude >>> 23);
  // Less than half of the smallest subnormal; returning here also keeps the shifts below within 32 bits.
  if (shift > 24) return 0;
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const half = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return rest > tie || (rest === tie && (half & 1) === 1) ? half + 1 : half;
}

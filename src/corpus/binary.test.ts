import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { looksBinary } from './binary.ts';

describe('looksBinary', () => {
  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
    ['a NUL behind the first kilobyte', Buffer.concat([Buffer.alloc(3000, 'a'), Buffer.from([0])])],
    ['UTF-32 with a byte order mark', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
    ['noise without NUL', Buffer.from(Array.from({ length: 600 }, (_, i) => ((i * 167) % 255) + 1))],
    ['compressed data', deflateRawSync(Buffer.from('to be or not to be, that is the question'.repeat(9)))],
    [
      '16-bit samples of sound',
      Buffer.from(Int16Array.from({ length: 900 }, (_, i) => 3000 * Math.sin(i / 9)).buffer),
    ],
    ['numbers of 32 bits', Buffer.from(Uint32Array.from({ length: 300 }, (_, i) => 7 * i).buffer)],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
  ])('%s is', (_, bytes) => {
    expect(looksBinary(bytes)).toBe(true);
  });

  it.each([
    ['ASCII', Buffer.from('int main;')],
    ['Chinese', Buffer.from('人人生而自由，在尊严和权利上一律平等。'.repeat(40))],
    ['UTF-16LE', Buffer.from('\uFEFFabc', 'utf16le')],
    ['UTF-16BE', Buffer.from('\uFEFFabc', 'utf16le').swap16()],
    ['short Latin-1', Buffer.from('café\n', 'latin1')],
    ['coloured terminal output', Buffer.from('\x1b[31mred\x1b[0m and more text to read\n')],
    ['nothing', Buffer.alloc(0)],
    ['a NUL beyond the sample', Buffer.concat([Buffer.alloc(9000, 'a'), Buffer.from([0])])],
  ])('%s is not', (_, bytes) => {
    expect(looksBinary(bytes)).toBe(false);
  });
});

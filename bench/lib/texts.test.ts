import { describe, expect, it } from 'vitest';
import { halfOf, itemsOf, shuffled, TextBuilder } from './texts.ts';

const model = { tokeniser: { encode: (text: string) => Int32Array.from(text.trim(), () => 1) } };

describe('TextBuilder', () => {
  it('gives every segment its place, its lines and its unit', () => {
    const builder = new TextBuilder(model);
    builder.file('a');
    const unit = builder.unit('a#one');
    builder.add('\n\nfirst\n', unit);
    builder.add('second\nand third\n');
    builder.add(' ');
    builder.file('b');
    builder.add('last');
    const { segments, units, unitNames, names, tokens } = builder.finish();
    expect(
      segments.map(({ position, startLine, endLine, file }) => [position, startLine, endLine, file]),
    ).toEqual([
      [0, 3, 3, 0],
      [1, 4, 5, 0],
      [2, 1, 1, 1],
    ]);
    expect(units).toEqual([unit, -1, -1]);
    expect({ unitNames, names, tokens }).toEqual({ unitNames: ['a#one'], names: ['a', 'b'], tokens: 25 });
  });

  it('has no units where none was declared', () => {
    const builder = new TextBuilder(model);
    builder.file('a');
    builder.add('text');
    expect(builder.finish().units).toBeUndefined();
  });
});

describe('halves', () => {
  it('share no item and leave none out', () => {
    const items = shuffled(101);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 101 }, (_, i) => i));
    const tune = itemsOf(items, 'tune');
    const report = itemsOf(items, 'report');
    expect(tune.length + report.length).toBe(101);
    expect(new Set([...tune, ...report]).size).toBe(101);
    expect(tune).toEqual(items.filter((_, i) => halfOf(i, 101, 'tune')));
  });
});

import { describe, expect, it } from 'vitest';
import { groups } from './domain.ts';
import { domainOf, generateSamples, mostSamples, textOf } from './samples.ts';
import type { Sample } from './samples.ts';
import { elsewhereOf, textTokens, windowOf } from './window.ts';
import type { Tokens } from './window.ts';

/** Words, numbers and single signs; enough like a tokeniser to count by. */
const tokens: Tokens = {
  encode: (text) => Int32Array.from(text.match(/[A-Za-z]{1,5}|\d{1,3}|[^\sA-Za-z\d]|\s+/g) ?? [], hash),
  header: (path) => tokens.encode(`File: ${path}\n`),
  windowTokens: 512,
};

function hash(text: string): number {
  return Array.from(text).reduce((value, sign) => (value * 31 + sign.codePointAt(0)!) % 5000, 0);
}

function generate(seed: number, samplesPerGroup: number, windowTokens = 512): Sample[] {
  return generateSamples({
    seed,
    samplesPerGroup,
    windowTokens,
    textTokens: (text, format) => textTokens(tokens, text, format),
    headerTokens: (path) => tokens.header(path).length,
  });
}

const samples = generate(1, 32);

describe('generateSamples', () => {
  it('makes the same samples of the same seed, and others of another', () => {
    expect(generate(1, 32)).toEqual(samples);
    expect(generate(2, 32)[0]).not.toEqual(samples[0]);
  });

  it('makes as many of each of the four groups', () => {
    expect(groups).toHaveLength(4);
    for (const group of groups) expect(samples.filter((sample) => sample.group === group)).toHaveLength(32);
  });

  it('puts the right segment in exactly one place', () => {
    for (const sample of samples) {
      const piece = sample.files[sample.needleFile]!.pieces[sample.needlePiece]!;
      expect(piece).toContain(sample.segment);
      const texts = sample.files.map((file) => textOf(file, domainOf(sample.group)));
      const places = texts.reduce((sum, text) => sum + text.split(sample.segment).length - 1, 0);
      expect(places, sample.segment).toBe(1);
    }
  });

  it('puts it at all places of the text', () => {
    const depths = samples.map((sample) => {
      const { window, right } = windowOf(sample, tokens);
      return right / window.segments.length;
    });
    expect(Math.min(...depths)).toBeLessThan(0.1);
    expect(Math.max(...depths)).toBeGreaterThan(0.9);
  });

  it('has hard negatives in every sample, and each is a segment', () => {
    for (const sample of samples) {
      expect(sample.negatives.length).toBeGreaterThanOrEqual(3);
      const { negatives, right } = windowOf(sample, tokens);
      expect(negatives.length).toBeGreaterThanOrEqual(new Set(sample.negatives).size);
      expect(negatives).not.toContain(right);
    }
  });

  it('fills a window, and never more than one', () => {
    for (const sample of samples) {
      for (const window of [windowOf(sample, tokens).window, elsewhereOf(sample, tokens)]) {
        expect(window.ids.length).toBeLessThanOrEqual(512);
        expect(window.ids.length).toBeGreaterThan(512 * 0.7);
      }
    }
  });

  it('asks one half in the words of the text and one half in others, one quarter by the path alone', () => {
    for (const group of groups) {
      const own = samples.filter((sample) => sample.group === group);
      expect(own.filter((sample) => sample.paraphrased)).toHaveLength(16);
      expect(own.filter((sample) => sample.underHeader)).toHaveLength(8);
      expect(new Set(own.map((sample) => sample.question)).size).toBe(32);
    }
  });

  it('says nothing of what is asked in the text about something else', () => {
    for (const sample of samples) {
      const text = sample.elsewhere.map((file) => textOf(file, domainOf(sample.group))).join('\n');
      for (const segment of [sample.segment, ...sample.negatives]) expect(text).not.toContain(segment);
    }
  });

  it('asks for nothing that stands in another sample of the group', () => {
    for (const sample of samples.filter(({ underHeader }) => !underHeader)) {
      // Numbers vary: a fact is the same when all the rest is.
      const said = sample.segment.replaceAll(/\d+/g, '#');
      const others = samples.filter((other) => other !== sample && other.group === sample.group);
      for (const other of others)
        expect(other.negatives.map((n) => n.replaceAll(/\d+/g, '#'))).not.toContain(said);
    }
  });

  it('can make the number it says, and refuses a window that is too small', () => {
    expect(mostSamples()).toBeGreaterThanOrEqual(64);
    expect(generate(3, mostSamples())).toHaveLength(4 * mostSamples());
    expect(() => generate(1, 4, 60)).toThrow(/window of 60 tokens is too small/);
  });
});

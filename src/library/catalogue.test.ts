import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import catalogueJson from '../../models/catalogue.json' with { type: 'json' };
import { figuresOf } from '../../scripts/catalogue-quality.mjs';
import { catalogue, embeddedQuality, readCatalogue } from './catalogue.ts';

describe('catalogue', () => {
  it('knows the models that were measured, by the hashes of the files that were', () => {
    expect(catalogue().map(({ id, files }) => [id, files.map(({ sha256 }) => sha256.slice(0, 8))])).toEqual([
      ['smollm2-135m-instruct', ['b179c952']],
      ['gemma-3-270m', ['a5fd3b62']],
    ]);
  });

  it('has the terms of those who ask for acceptance', () => {
    const terms = catalogue().map(({ licence }) => licence.termsUrl);
    expect(terms).toEqual([undefined, 'https://ai.google.dev/gemma/terms']);
  });

  it('has the figures of the tables that it names, as scripts/catalogue-quality.mjs copies them', async () => {
    const tables = await readFile('docs/BENCHMARKS.md', 'utf8');
    const all = [embeddedQuality(), ...catalogue().map(({ quality }) => quality)];
    const measured = all.filter((quality) => quality !== undefined);
    expect(measured.length).toBeGreaterThan(1);
    for (const quality of measured) expect(quality).toMatchObject(figuresOf(tables, quality));
  });

  it('takes figures from no other table', () => {
    const quality = { table: 'a', command: 'npm run bench:x' };
    const table = (command: string): string =>
      `<!-- a -->\n\`${command}\`\n| heads+lexical (default) | 0.9 |\n| lexical alone | 0.8 |\n<!-- /a -->`;
    expect(figuresOf(table('npm run bench:x'), quality)).toEqual({ recall: 0.9, recallOfWords: 0.8 });
    expect(() => figuresOf(table('npm run bench:y'), quality)).toThrow(/not printed by/);
    expect(() => figuresOf(table('npm run bench:x').replace('lexical alone', 'x'), quality)).toThrow(
      /no recall/,
    );
  });

  const [model] = catalogueJson.models;
  const [file] = model!.files;
  it.each<[string, unknown]>([
    ['no list', { models: {} }],
    ['an id that leads elsewhere', { models: [{ ...model, id: '../x' }] }],
    ['two of an id', { models: [model, model] }],
    ['an unknown role', { models: [{ ...model, roles: ['judge'] }] }],
    ['an unknown purpose', { models: [{ ...model, goodFor: 'internal' }] }],
    ['a path that leads elsewhere', { models: [{ ...model, files: [{ ...file, path: '/x/../y.gguf' }] }] }],
    ['half a hash', { models: [{ ...model, files: [{ ...file, sha256: 'b179' }] }] }],
    ['half a byte', { models: [{ ...model, files: [{ ...file, sizeBytes: 0.5 }] }] }],
    ['no files', { models: [{ ...model, files: [] }] }],
    [
      'terms that are not on the web',
      { models: [{ ...model, licence: { ...model!.licence, termsUrl: 'javascript:1' } }] },
    ],
    ['no calibration', { models: [{ ...model, calibration: undefined }] }],
  ])('is refused with %s', (_, json) => {
    expect(() => readCatalogue(json)).toThrow(TypeError);
  });
});

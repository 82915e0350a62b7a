/**
 * Whatever is in a file of a known type, cut it is a list of segments: in order, within the file, with all of its text. The
 * types with structure inside are spoilt in their structure.
 */
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, formatOf, readFileSegments, type ReadResult } from '../../src/corpus/index.ts';
import { damaged, holds, PATIENT } from './setting.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files are read in groups: waiting for the disk one by one would take most of the time. */
const GROUP = 50;

async function readAs(
  name: string,
  text: string,
  at: number,
): Promise<{ bytes: Buffer; result: ReadResult }> {
  const bytes = Buffer.from(text);
  const absolutePath = join(folder, `${at}-${name}`);
  writeFileSync(absolutePath, bytes);
  const path = basename(absolutePath);
  const result = await readFileSegments({
    root: 0,
    path,
    absolutePath,
    sizeBytes: bytes.length,
    format: formatOf(name),
  });
  return { bytes, result };
}

/** Checks what every file of whatever type holds to. @param keepsAll every visible character is in some segment */
async function check(name: string, texts: readonly string[], keepsAll: boolean): Promise<void> {
  await Promise.all(
    texts.map(async (text, at) => {
      const { bytes, result } = await readAs(name, text, at);
      if (result.kind === 'skipped') return;
      const whole = (await decode(bytes)).text;
      const lines = whole.split('\n').length;
      let last = 1;
      for (const { text: own, startLine, endLine } of result.segments) {
        expect(own.length).toBeGreaterThan(0);
        expect(startLine).toBeGreaterThanOrEqual(last);
        expect(endLine).toBeGreaterThanOrEqual(startLine);
        expect(endLine).toBeLessThanOrEqual(lines);
        last = startLine;
      }
      if (!keepsAll) return;
      const kept = result.segments.map(({ text: own }) => own).join('');
      expect(kept.replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''));
    }),
  );
}

const groups = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(values, { minLength: GROUP, maxLength: GROUP });

const words = fc.constantFrom(
  'The door is blue. ',
  'gate',
  '\n',
  '\n\n',
  '北京。',
  '  ',
  '\t',
  '# ',
  '- ',
  '```',
  'x = f(1);',
);
const json = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.json({ maxDepth: 4 }).map((text) => JSON.stringify(JSON.parse(text), null, 2)),
);

const source = fc.oneof(
  fc.array(words, { maxLength: 8 }).map((all) => all.join('')),
  fc.array(fc.oneof(words, fc.constant(7)), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 1 }),
);
const output = fc.oneof(
  fc.record({
    output_type: fc.constantFrom('stream', 'error', 'display_data', 'execute_result', 'x'),
    text: source,
  }),
  fc.record({ output_type: fc.constant('error'), ename: source, traceback: source }),
  fc.record({
    data: fc.dictionary(fc.constantFrom('text/plain', 'image/png', 'text/html', '__proto__'), source),
  }),
  fc.jsonValue({ maxDepth: 1 }),
);
const cell = fc.oneof(
  fc.record(
    {
      cell_type: fc.constantFrom('code', 'markdown', 'raw', '', 'x'),
      source,
      outputs: fc.oneof(fc.array(output, { maxLength: 3 }), fc.jsonValue({ maxDepth: 1 })),
      metadata: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const notebook = fc
  .tuple(
    fc.oneof(
      fc.record({
        cells: fc.array(cell, { maxLength: 5 }),
        nbformat: fc.oneof(fc.constant(4), fc.jsonValue({ maxDepth: 1 })),
      }),
      fc.record({ cells: fc.jsonValue({ maxDepth: 2 }) }),
      fc.record({
        worksheets: fc.array(fc.record({ cells: fc.array(cell, { maxLength: 2 }) }), { maxLength: 2 }),
      }),
    ),
    fc.constantFrom(undefined, 1),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent));

const markup = fc
  .array(
    fc.constantFrom(
      ...[
        '<',
        '>',
        '</',
        '/>',
        '<p>',
        '</p>',
        '<div class="',
        '<table><tr><td>',
        '</table>',
        '<br>',
        '<!--',
        '-->',
        '<!',
        '<?',
        '<![CDATA[',
      ],
      ...[
        '<script>',
        '</script',
        '<style>',
        '</style>',
        '<textarea>',
        '<title>',
        '<pre>',
        '<svg><a>',
        '&',
        '&amp;',
        '&#x',
        '&#0;',
        '&#xd800;',
        '&#99999999999;',
      ],
      ...['"', "'", '=', ' ', '\n', '\r\n', '\0', '\ud83d', 'The door is blue. ', 'gate', '北京'],
    ),
    { maxLength: 30 },
  )
  .map((all) => all.join(''));
const rows = fc
  .array(
    fc.constantFrom(
      ',',
      ';',
      '\t',
      '"',
      '""',
      '\n',
      '\r',
      '\r\n',
      'name',
      '1',
      ' ',
      '北京',
      "'",
      '\\',
      '\0',
      '|',
    ),
    { maxLength: 40 },
  )
  .map((all) => all.join(''));

describe('any file', PATIENT, () => {
  it('of JSON, whole or spoilt', () =>
    holds(groups(fc.oneof(json, damaged(json))), 10_000 / GROUP, (texts) => check('data.json', texts, true)));

  it('of a notebook, whole or spoilt', () =>
    holds(groups(fc.oneof(notebook, damaged(notebook))), 10_000 / GROUP, (texts) =>
      check('book.ipynb', texts, false),
    ));

  it('of HTML', () =>
    holds(groups(fc.oneof(markup, damaged(markup))), 5000 / GROUP, (texts) =>
      check('page.html', texts, false),
    ));

  it.each(['table.csv', 'table.tsv', 'notes.md', 'code.ts', 'notes.txt'])('like %s', (name) =>
    holds(groups(fc.oneof(rows, markup)), 1000 / GROUP, (texts) => check(name, texts, true)),
  );
});

describe('what is written in a notebook', PATIENT, () => {
  it('is read, whatever stands around it', async () => {
    const sources = fc.array(fc.constantFrom('source', 'list'), { minLength: 1, maxLength: 5 });
    await holds(fc.tuple(sources, fc.array(cell, { maxLength: 4 })), 300, async ([kinds, others]) => {
      const own = kinds.map((kind, i) => ({
        cell_type: i % 2 === 0 ? 'code' : 'markdown',
        metadata: {},
        source: kind === 'list' ? [`lantern${i} = 1\n`, `harbour${i}`] : `lantern${i} = 1\nharbour${i}`,
      }));
      const book = { cells: [...others, ...own], metadata: {}, nbformat: 4, nbformat_minor: 5 };
      const { result } = await readAs('book.ipynb', JSON.stringify(book, null, 1), 0);
      expect(result.kind).toBe('read');
      const text = result.kind === 'read' ? result.segments.map((segment) => segment.text).join('') : '';
      for (const i of kinds.keys())
        for (const word of ['lantern', 'harbour']) expect(text).toContain(word + String(i));
    });
  });
});

/** Documents beside other files: the very place, read once, and nothing lost where one is damaged. */
import { afterAll, expect, it } from 'vitest';
import {
  docx,
  paragraph,
  sampleDocuments,
  xlsx,
} from '../../src/corpus/documents/formats/documents.fixture.ts';
import { testPdf } from '../../src/corpus/documents/pdf/testPdf.fixture.ts';
import { Engine, Run } from '../../src/engine/index.ts';
import { modelFolder, program, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const memory = { folder: temporary() };
const engine = new Engine({ modelFolder, version: 'test', extractorProgram: program('extractor'), memory });
/** Takes nothing out of documents: it knows what the first one kept. */
const forgetful = new Engine({ modelFolder, version: 'test', memory });
afterAll(() => Promise.all([engine.dispose(), forgetful.dispose()]));

const page = (...lines: string[]) => lines.map((text, i) => ({ text, x: 50, y: 700 - 12 * i }));
const cell = (column: string, row: number, text: string): string =>
  `<c r="${column}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
const folder = temporary({
  'report.pdf': testPdf([
    page('The plan of the harbour.', 'It has two piers.'),
    page('The ferry leaves the north pier at noon.', 'It comes back at night.'),
  ]),
  'rules.docx': docx(
    `${paragraph('Duties', 'Heading1')}${paragraph('The lighthouse keeper is called Amalia.')}${paragraph('Boats', 'Heading1')}${paragraph('No sails.')}`,
  ),
  'berths.xlsx': xlsx(
    `<row r="1">${cell('A', 1, 'Berth')}${cell('B', 1, 'Vessel')}</row><row r="2">${cell('A', 2, 'seven')}${cell('B', 2, 'Gudrun')}</row><row r="3">${cell('A', 3, 'nine')}${cell('B', 3, 'Ingeborg')}</row>`,
  ),
  'broken.pdf': '%PDF-1.7 nothing',
  'scan.pdf': testPdf([[]]),
  'notes.md': 'The harbour master lives in the old mill.\n',
});
const ask = (one: Engine, question: string) =>
  one.ask({ question, roots: [{ path: folder }], writer: 'none' }, new Run());

const QUESTIONS = [
  ['When does the ferry leave?', 'report.pdf', { kind: 'page', page: 2 }],
  ['What is the lighthouse keeper called?', 'rules.docx', { kind: 'heading', headings: ['Duties'] }],
  ['Which berth has the vessel Ingeborg?', 'berths.xlsx', { kind: 'rows', sheet: 'Parts', endRow: 3 }],
  ['Where does the harbour master live?', 'notes.md', { kind: 'lines', startLine: 1 }],
] as const;

it.each(QUESTIONS)('%s', async (question, path, place) => {
  const { evidence, coverage } = await ask(engine, question);
  expect(evidence[0]).toMatchObject({ path, place });
  const reasons = coverage.skipped.map(({ path, reason }) => `${path} ${reason}`);
  expect(reasons.sort()).toEqual(['broken.pdf damaged', 'scan.pdf scanned']);
  expect(coverage.complete).toBe(false);
});

it('takes out nothing a second time', async () => {
  for (const [question, path, place] of QUESTIONS) {
    expect((await ask(forgetful, question)).evidence[0]).toMatchObject({ path, place });
  }
});

it('reads Chinese of a font whose characters a table of its maker tells', async () => {
  const font =
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0' +
    '/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor' +
    '/FontName/STSong-Light/Flags 6/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>';
  // The letters of the fixture are written by their numbers of two digits: a character has two of them.
  const bytes = Buffer.from('水泵房', 'utf16le').swap16().toString('latin1');
  const pdf = testPdf([[{ text: bytes, x: 50, y: 700 }]], [], '', font);
  const place = temporary({ 'zh.pdf': pdf });
  const document = await engine.document({ root: { path: place }, path: 'zh.pdf' });
  expect(document).toMatchObject({ text: '水泵房\n' });
});

it('gives the text of a document by whose lines its evidence counts', async () => {
  const { evidence } = await ask(engine, QUESTIONS[0][0]);
  const [{ startLine, endLine, text }] = evidence as [(typeof evidence)[number]];
  const document = await engine.document({ root: { path: folder }, path: 'report.pdf' });
  if (!('text' in document)) throw new Error(document.reason);
  expect(
    document.text
      .split('\n')
      .slice(startLine - 1, endLine)
      .join('\n'),
  ).toBe(text);
  expect(await engine.document({ root: { path: folder }, path: 'scan.pdf' })).toEqual({ reason: 'scanned' });
  expect(await engine.document({ root: { path: folder }, path: 'gone.pdf' })).toEqual({ reason: 'vanished' });
  expect(await engine.document({ root: { path: folder }, path: 'notes.md' })).toEqual({
    reason: 'unsupported',
  });
});

it('estimates how much text a document has before it is taken out', async () => {
  const bytes = sampleDocuments.pdf;
  const fresh = temporary({ 'a.pdf': bytes, 'b.txt': 'x'.repeat(bytes.length) });
  const signal = new AbortController().signal;
  const roots = (path: string) => ({ roots: [{ path }] });
  const both = await engine.survey(roots(fresh), signal);
  const one = await engine.survey({ roots: [{ path: `${fresh}/b.txt` }] }, signal);
  expect(both.tokens).toBeGreaterThan(one.tokens);
  expect(both.tokens).toBeLessThan(2 * one.tokens);
});

/** Where evidence of a document stands, for whoever opens the document. */
import { afterAll, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const engine = new Engine({ modelFolder, version: 'test' });
afterAll(() => engine.dispose());

const cells = [
  {
    cell_type: 'markdown',
    metadata: {},
    source: ['# Harbour\n', 'The ferry leaves the north pier at noon.'],
  },
  {
    cell_type: 'code',
    execution_count: 1,
    metadata: {},
    outputs: [{ name: 'stdout', output_type: 'stream', text: ['The lighthouse keeper is called Amalia.\n'] }],
    source: ['berths = 12\n', 'crane_capacity_tonnes = 40\n', 'tide_table = load_tides()'],
  },
];
const notebook = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1);
const folder = temporary({
  'port.ipynb': notebook,
  'notes.md': 'The harbour master lives in the old mill.\n',
});

it.each([
  ['When does the ferry leave?', { kind: 'cell', cell: 1 }, 'north pier'],
  ['What is crane_capacity_tonnes?', { kind: 'cell', cell: 2 }, 'crane_capacity_tonnes'],
  ['Where does the harbour master live?', { kind: 'lines', startLine: 1, endLine: 1 }, 'old mill'],
])('%s', async (question, place, words) => {
  const { evidence } = await engine.ask({ question, roots: [{ path: folder }], writer: 'none' }, new Run());
  const [best] = evidence;
  expect(best!.text).toContain(words);
  expect(best!.place).toMatchObject(place);
  // The lines of the evidence are those of the file on the disk.
  if (best!.place.kind === 'cell') {
    const source = cells[best!.place.cell - 1]!.source.map((line) => line.trimEnd());
    const { startLine, endLine } = best!.place.lines!;
    const shown = best!.text.split('\n').map((line) => line.trimEnd());
    expect(shown).toEqual(source.slice(startLine - 1, endLine));
    const lines = notebook.split('\n').slice(best!.startLine - 1, best!.endLine);
    for (const [i, line] of source.slice(startLine - 1, endLine).entries()) expect(lines[i]).toContain(line);
  }
});

it('names the cell of what it printed', async () => {
  const question = 'What is the lighthouse keeper called?';
  const { evidence } = await engine.ask({ question, roots: [{ path: folder }], writer: 'none' }, new Run());
  const found = evidence.find(({ text }) => text.includes('Amalia'));
  expect(found!.place).toEqual({ kind: 'cell', cell: 2 });
});

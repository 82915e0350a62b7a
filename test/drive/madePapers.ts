/** A folder of documents for the drive: in each one fact, at a place that is known. */
import { docx, paragraph, xlsx, zip } from '../../src/corpus/documents/formats/documents.fixture.ts';
import { filler } from '../../scripts/host-fixture.mjs';

const cell = (column: string, row: number, text: string): string =>
  `<c r="${column}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sentences = (count: number, seed: number): string[] => filler(count, seed).trim().split('\n');

/** Files by their path. */
export function madePapers(): Record<string, string | Uint8Array> {
  return {
    'papers/rules.docx': rules(),
    'papers/berths.xlsx': berths(),
    'papers/tides.ipynb': notebook(),
    'papers/conversations.json': conversation(),
    'papers/letters.mbox': letters(),
    'papers/talk.srt':
      '1\n00:00:01,000 --> 00:00:04,000\nWelcome to the harbour.\n\n2\n00:12:03,000 --> 00:12:07,000\nThe crane lifts ninety tonnes.\n',
    'papers/broken.docx': 'PK nothing',
    'other/guide.epub': guide(),
  };
}

function rules(): Uint8Array {
  const chapter = (title: string, seed: number, ...more: string[]): string =>
    [
      paragraph(title, 'Heading1'),
      ...sentences(3, seed).map((text) => paragraph(text)),
      ...more.map((text) => paragraph(text)),
    ].join('');
  return docx(
    chapter('General', 101) +
      chapter('Boats', 102) +
      chapter('Duties', 103, 'The lighthouse keeper is called Amalia and lives in the old mill.') +
      chapter('Fees', 104) +
      chapter('Closing', 105),
  );
}

function berths(): Uint8Array {
  const rows = Array.from({ length: 44 }, (_, i) => {
    const row = i + 2;
    const vessel = row === 43 ? 'Ingeborg' : `Vessel ${row}`;
    return `<row r="${row}">${cell('A', row, `berth ${row - 1}`)}${cell('B', row, vessel)}${cell('C', row, `${row} m`)}</row>`;
  });
  return xlsx(
    `<row r="1">${cell('A', 1, 'Berth')}${cell('B', 1, 'Vessel')}${cell('C', 1, 'Length')}</row>${rows.join('')}`,
  );
}

function notebook(): string {
  const markdown = (source: string) => ({ cell_type: 'markdown', metadata: {}, source: [source] });
  const cells = [
    ...Array.from({ length: 6 }, (_, i) => markdown(sentences(2, 200 + i).join('\n'))),
    markdown('The spring tide reaches seven metres at the lock gate.'),
    ...Array.from({ length: 6 }, (_, i) => markdown(sentences(2, 210 + i).join('\n'))),
  ];
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

function conversation(): string {
  const turn = (role: string, content: string, minute: number) => ({
    role,
    content,
    created_at: `2026-03-04T10:${String(minute).padStart(2, '0')}:00`,
  });
  const messages = Array.from({ length: 12 }, (_, i) => [
    turn('user', `Question ${i}: ${sentences(1, 300 + i).join(' ')}`, 2 * i),
    turn(
      'assistant',
      i === 8
        ? 'Two things matter:\n\n- The **password of the sluice** is marmalade.\n- <b>Nobody</b> else knows [it](command:workbench.action.closeWindow).'
        : sentences(2, 320 + i).join(' '),
      2 * i + 1,
    ),
  ]).flat();
  return JSON.stringify([{ title: 'The sluice', messages }]);
}

function letters(): string {
  const letter = (from: string, subject: string, text: string) =>
    `From x\nFrom: ${from} <${from.toLowerCase()}@example.org>\nSubject: ${subject}\nDate: Tue, 03 Mar 2026 10:00:00 +0000\n\n${text}\n\n`;
  return [
    letter('Ines', 'Spring', sentences(5, 401).join('\n')),
    letter('Otto', 'The boathouse', 'The boathouse roof was painted green by Wilhelm.'),
    letter('Ines', 'Summer', sentences(5, 402).join('\n')),
  ].join('');
}

function guide(): Uint8Array {
  const chapter = (title: string, seed: number): string =>
    `<h1>${title}</h1>${sentences(8, seed)
      .map((text) => `<p>${text}</p>`)
      .join('')}`;
  return zip({
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    'b.opf':
      '<package><manifest><item id="one" href="a.xhtml"/></manifest><spine><itemref idref="one"/></spine></package>',
    'a.xhtml': `<html><body>${chapter('Arrival', 501)}${chapter('Moorings', 502)}</body></html>`,
  });
}

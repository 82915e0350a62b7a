// Workspaces for the suite and the drives, made anew in a temporary folder: names with spaces, `#` or other scripts
// need not be tracked as files then, and no run sees what another one left.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder, and how to be rid of it; at the latest it goes with this process. */
export async function temporaryFolder(label = 'host') {
  const path = await realpath(await mkdtemp(join(tmpdir(), `infiniask-${label}-`)));
  const options = { recursive: true, force: true, maxRetries: 5 };
  const onExit = () => rmSync(path, options);
  process.on('exit', onExit);
  return {
    path,
    async remove() {
      await rm(path, options);
      process.off('exit', onExit);
    },
  };
}

/**
 * Writes files by their paths relative to a folder.
 * @param {string} root
 * @param {Readonly<Record<string, string | Uint8Array>>} files
 */
export async function writeFiles(root, files) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

const WORDS =
  'amber basket candle dozen elbow feather gravel hollow ivory jacket kettle ladder marble needle orchard pebble ' +
  'quiver ribbon saddle timber umbrella velvet willow yonder acorn bramble cinder drizzle ember furrow glimmer hazel';

/**
 * Prose about nothing: sentences of eight words, one a line, that no question is about. The same numbers give the same
 * text. A sentence has about 25 tokens of the embedded model.
 * @param {number} sentences
 * @param {number} seed
 */
export function filler(sentences, seed) {
  const words = WORDS.split(' ');
  let state = seed * 2654435761 + 1;
  const word = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return words[(state >>> 16) % words.length] ?? '';
  };
  const sentence = () => {
    const text = Array.from({ length: 8 }, word).join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.\n`;
  };
  return Array.from({ length: sentences }, sentence).join('');
}

/** Files whose facts stand on known lines; see `makeWorkspace`. */
const FILES = {
  'library/README.md':
    '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'library/src/loans.ts':
    '/** Days a book may be kept. */\nexport const LOAN_DAYS = 28;\n\n' +
    'export function isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}\n',
  'library/src/shelves.py':
    'SHELVES = {}\n\n\ndef place(book, shelf):\n    """Put a book on a shelf.\"\"\"\n    SHELVES.setdefault(shelf, []).append(book)\n',
  'library/docs/rules.md': `# Rules\n\n${filler(40, 1)}`,
  'notes & plans #1/日记 one.txt':
    'Monday: rain.\nTuesday: the ferry to Elba leaves at 7:40 from pier three.\n',
  'notes & plans #1/boats.txt':
    'The house is old. The green boat is called Amalia Rose. It has two\nmasts and a small cabin. The garden is large.\n',
  'notes & plans #1/rest.txt': filler(40, 2),
  // Beside the workspace's folders: for questions about a folder that is chosen by itself.
  'pictures/one.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  'pictures/two.bin': new Uint8Array(4096),
  'large/a.txt': `The lighthouse keeper is called Ottokar Brandt.\n${filler(300, 3)}`,
  ...Object.fromEntries(
    Array.from({ length: 19 }, (_, i) => [
      `large/b${String(i + 1).padStart(2, '0')}.txt`,
      filler(300, i + 4),
    ]),
  ),
};

/**
 * A multi-root workspace. Facts: loan period, `library/src/loans.ts` line 2; archive key, `library/README.md` line 4;
 * ferry, `notes & plans #1/日记 one.txt` line 2 (a path that has to be escaped in every link); boat, a sentence within
 * line 1 of `notes & plans #1/boats.txt`. Beside them, outside the workspace: `large` (about 150,000 tokens; lighthouse
 * keeper, `a.txt` line 1), `pictures` (binary files only) and `empty`.
 * @param {string} parent an empty folder
 * @returns {Promise<{ workspaceFile: string, library: string, notes: string }>}
 */
export async function makeWorkspace(parent) {
  await writeFiles(parent, FILES);
  await mkdir(join(parent, 'empty'));
  const workspaceFile = join(parent, 'fixture.code-workspace');
  const folders = [{ path: 'library' }, { path: 'notes & plans #1' }];
  await writeFile(workspaceFile, JSON.stringify({ folders, settings: {} }, null, 2));
  return { workspaceFile, library: join(parent, 'library'), notes: join(parent, 'notes & plans #1') };
}

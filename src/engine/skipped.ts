/** Tells people what was not read: which files, why, and how to have them read. */
import { isVersionControl, maxSizeBytes } from '../corpus/index.ts';
import type { FilePlace, Root, SkippedFile, SkipReason, SurveyParams } from '../contract/index.ts';

/** Number of files named for each reason; the others are counted. */
const NAMED = 3;

const reasonText: Record<SkipReason, string> = {
  ignored: 'ignored by rules',
  excluded: 'passed over by name',
  repository: 'repositories of their own',
  worktree: 'further working trees',
  copy: 'copies',
  outside: 'links that lead outside',
  binary: 'binary',
  minified: 'minified',
  tooLarge: 'larger than the limit',
  empty: 'empty',
  unreadable: 'not readable',
  vanished: 'vanished while being read',
  linkLoop: 'a link to something already read',
  unsupported: 'of a type that cannot be read yet',
  scanned: 'pictures without text',
  encrypted: 'with a password',
  damaged: 'damaged',
  tooSlow: 'too slow to take apart',
  tooComplex: 'with too much in them',
  special: 'no ordinary files',
};

/** For example "3 binary, 1 empty"; empty when nothing was skipped. */
export function describeSkipped(skipped: readonly SkippedFile[]): string {
  return [...byReason(skipped)].map(([reason, { length }]) => `${length} ${reasonText[reason]}`).join(', ');
}

/** Reasons that make a reading incomplete: the user may well expect such text to be read. */
const GAPS: ReadonlySet<SkipReason> = new Set<SkipReason>([
  'tooLarge',
  'unsupported',
  'minified',
  'unreadable',
  'vanished',
  'scanned',
  'encrypted',
  'damaged',
  'tooSlow',
  'tooComplex',
]);

/** Whether a file was expected to be read: neither the user nor a rule left it out. */
export function isGap({ reason }: SkippedFile): boolean {
  return GAPS.has(reason);
}

/** Order of telling: first what may hold the answer. */
const ORDER: readonly SkipReason[] = [
  ...['tooLarge', 'unsupported', 'scanned', 'encrypted', 'damaged', 'tooSlow', 'tooComplex'],
  ...['minified', 'unreadable', 'vanished'],
  ...['repository', 'outside', 'excluded', 'ignored', 'worktree', 'copy'],
  ...['binary', 'linkLoop', 'special', 'empty'],
] as SkipReason[];

/**
 * A sentence for each reason, on one line each, for example
 * "log.txt (3113 KB): larger than the limit of 2048 KB; read with --max-file-size 3113, setting infiniask.maxFileSizeKB".
 * Folders of version control are not told. Names come from the file system and may hold anything but line ends.
 */
export function notRead(skipped: readonly SkippedFile[], params: SurveyParams): string[] {
  const told = skipped.filter(({ path }) => !isVersionControl(lastName(path)));
  const groups = byReason(told);
  return ORDER.flatMap((reason) => {
    const files = groups.get(reason) ?? [];
    return [files.filter(({ isDocument }) => isDocument), files.filter(({ isDocument }) => !isDocument)]
      .filter(({ length }) => length > 0)
      .map((some) => `${names(some, params.roots)}: ${explanation(reason, some, params)}`);
  });
}

function explanation(
  reason: SkipReason,
  files: readonly SkippedFile[],
  { corpus = {} }: SurveyParams,
): string {
  const rules = files.slice(0, NAMED).map(ownRule);
  const line = `write ${rules.join(' and ')} into .infiniaskignore`;
  switch (reason) {
    case 'tooLarge': {
      const needed = Math.max(...files.map(({ sizeBytes = 0 }) => kilobytes(sizeBytes)));
      const limit = kilobytes(maxSizeBytes(files[0]!.path, corpus));
      return files[0]!.isDocument
        ? `larger than the limit of ${Math.floor(limit / 1024)} MB; to read, --max-document-size ${Math.ceil(needed / 1024) || 'MB'} (setting infiniask.maxDocumentSizeMB)`
        : `larger than the limit of ${limit} KB; to read, --max-file-size ${needed || 'KB'} (setting infiniask.maxFileSizeKB)`;
    }
    case 'unsupported':
      return `${kinds(files)} cannot be read yet; convert to text or PDF, for example with LibreOffice`;
    case 'scanned':
      return 'pages of pictures without text; to read, recognise the text first, for example with ocrmypdf';
    case 'encrypted':
      return 'opened by a password only; to read, save a copy without it';
    case 'damaged':
      return 'not what the name says, or damaged; to read, save it again in the program that made it';
    case 'tooSlow':
      return 'taking out the text took longer than a document may; to read, split it, or convert to text';
    case 'tooComplex':
      return 'too much in it once unpacked, or nested too deep; to read, split it, or convert to text';
    case 'minified':
      return 'minified or generated, very long lines of program text; to read, format first';
    case 'unreadable':
      return 'cannot be read; check the permissions';
    case 'vanished':
      return 'not there when their turn came; ask again';
    case 'repository':
      return `left out by an ignore file though there is a repository of its own; to read, name the folder when asking, or ${line}`;
    case 'outside':
      return 'links that lead out of what was asked about; to read, --follow-links (setting infiniask.followLinks)';
    case 'excluded':
      return `passed over by name (build output, dependencies, lock files and the like); to read, ${line}, or change the list: --pass-over (setting infiniask.passOver)`;
    case 'ignored':
      return `left out by an ignore file; to read, ${line}`;
    case 'worktree':
      return `further working trees of a repository that is read; to read, name the folder when asking, or ${line}`;
    case 'copy':
      return 'the same, byte for byte, as another file, which is read';
    case 'binary':
      return 'not text';
    case 'linkLoop':
      return 'links to what is read under its own path';
    case 'special':
      return 'pipes, sockets or devices';
    case 'empty':
      return 'empty';
  }
}

function names(files: readonly SkippedFile[], roots: readonly Root[]): string {
  const first = files.slice(0, NAMED).map((file) => nameOf(file, roots) + remark(file, roots));
  const more = files.length - first.length;
  return first.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function remark({ reason, sizeBytes, lines, of }: SkippedFile, roots: readonly Root[]): string {
  if (lines) return lines.length === 1 ? ` (only line ${lines[0]})` : ` (only ${lines.length} lines)`;
  if (of) return ` (as ${nameOf(of, roots)})`;
  return reason === 'tooLarge' && sizeBytes !== undefined ? ` (${kilobytes(sizeBytes)} KB)` : '';
}

/** A path as its user knows it: from the workspace, or behind its root's name where there are several roots. */
function nameOf({ root, path }: FilePlace, roots: readonly Root[]): string {
  const { path: rootPath = '', prefix } = roots[root] ?? {};
  if (prefix !== undefined) return prefix + path;
  return roots.length > 1 && lastName(rootPath) !== path ? `${lastName(rootPath)}/${path}` : path;
}

function lastName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** A rule for an ignore file at the root that matches this path alone. */
function ownRule({ path }: SkippedFile): string {
  return `!/${path.replace(/[\\*?[\]]/g, '\\$&')}`;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

const KINDS: readonly (readonly [kind: string, name: RegExp])[] = [
  ['PDF', /\.pdf$/i],
  ['Word', /\.(?:doc[xm]?|rtf)$/i],
  ['Excel', /\.xls[xm]?$/i],
  ['PowerPoint', /\.pptx?$/i],
  ['OpenDocument', /\.od[tsp]$/i],
  ['EPUB', /\.epub$/i],
];

/** What the documents are, for example "PDF, Word". */
function kinds(files: readonly SkippedFile[]): string {
  const found = new Set(files.map(({ path }) => KINDS.find(([, name]) => name.test(path))?.[0] ?? 'others'));
  return [...KINDS.map(([kind]) => kind), 'others'].filter((kind) => found.has(kind)).join(', ');
}

function byReason(skipped: readonly SkippedFile[]): Map<SkipReason, SkippedFile[]> {
  const groups = new Map<SkipReason, SkippedFile[]>();
  for (const file of skipped) {
    const group = groups.get(file.reason);
    if (group) group.push(file);
    else groups.set(file.reason, [file]);
  }
  return groups;
}

import { open } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import type { EncodingName } from './encodings.ts';
import { guessEncoding } from './guess.ts';
import type { CorpusFile } from './types.ts';

/** Limits on how many files are looked at, and how much of each. */
const MAX_FILES = 24;
const SAMPLE_BYTES = 32_000;

/**
 * Tells the encoding of a file by the files around it: who wrote one of them in an older encoding wrote most of them
 * in it.
 */
export class NeighbourEncodings {
  private readonly files: readonly CorpusFile[];
  /** The files of each folder; built when first needed, which is seldom. */
  private byFolder: ReadonlyMap<string, readonly CorpusFile[]> | undefined;
  private readonly folders = new Map<string, Promise<EncodingName | undefined>>();
  private readonly roots = new Map<number, Promise<EncodingName | undefined>>();

  /** @param files all that are read */
  constructor(files: readonly CorpusFile[]) {
    this.files = files;
  }

  /** The encoding of most of the unambiguous files of its folder, or of the whole root where the folder has none. */
  of(file: CorpusFile): Promise<EncodingName | undefined> {
    const folder = folderOf(file);
    let known = this.folders.get(folder);
    if (!known) {
      known = this.find(folder, file.root);
      this.folders.set(folder, known);
    }
    return known;
  }

  private async find(folder: string, root: number): Promise<EncodingName | undefined> {
    this.byFolder ??= grouped(this.files, folderOf);
    const near = this.byFolder.get(folder) ?? [];
    return (await mostCommon(near)) ?? this.ofRoot(root);
  }

  private ofRoot(root: number): Promise<EncodingName | undefined> {
    let known = this.roots.get(root);
    if (!known) {
      known = mostCommon(spread(this.files.filter((file) => file.root === root)));
      this.roots.set(root, known);
    }
    return known;
  }
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function folderOf({ root, path }: CorpusFile): string {
  return `${root}/${dirname(path)}`;
}

/** Picks at most `MAX_FILES` of them, evenly. */
function spread(files: readonly CorpusFile[]): CorpusFile[] {
  const step = Math.max(1, files.length / MAX_FILES);
  return Array.from({ length: Math.min(MAX_FILES, files.length) }, (_, i) => files[Math.floor(i * step)]!);
}

async function mostCommon(files: readonly CorpusFile[]): Promise<EncodingName | undefined> {
  const counts = new Map<EncodingName, number>();
  for (const file of files.slice(0, MAX_FILES)) {
    const encoding = await encodingOf(file);
    if (encoding) counts.set(encoding, (counts.get(encoding) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Undefined for UTF-8, for what is no text, and where there is doubt. */
async function encodingOf(file: CorpusFile): Promise<EncodingName | undefined> {
  const bytes = await start(file.absolutePath);
  if (bytes.includes(0) || isUtf8(bytes)) return undefined;
  const guess = await guessEncoding(bytes);
  return guess?.sure ? guess.encoding : undefined;
}

/** The beginning of a file up to a line end, so that no character is cut. Empty when it cannot be read. */
async function start(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
      const bytes = buffer.subarray(0, bytesRead);
      return bytesRead < SAMPLE_BYTES ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    } finally {
      await handle.close();
    }
  } catch {
    return Buffer.alloc(0);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

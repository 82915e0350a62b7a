/** A file being downloaded: `NAME.part`, and a record of its origin beside it. */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

/** Which file the bytes of a part are from; those of another file cannot be continued. */
export interface Origin {
  /** Hash of the whole file, as the hub tells it. */
  readonly sha256?: string | undefined;
  /** The strong `ETag` of the server that sent the bytes. */
  readonly etag?: string | undefined;
}

export class Partial {
  readonly path: string;
  private readonly target: string;

  constructor(target: string) {
    this.target = target;
    this.path = `${target}.part`;
  }

  /** Number of bytes, and their origin; none where the origin is unknown. */
  async state(): Promise<{ readonly bytes: number; readonly origin: Origin }> {
    try {
      const origin = JSON.parse(await readFile(this.originPath, 'utf8')) as Origin;
      const { size } = await stat(this.path);
      return { bytes: size, origin };
    } catch {
      return { bytes: 0, origin: {} };
    }
  }

  /**
   * Begins a file of another origin. The bytes of the file before go first: beside the new record they would be continued as if they
   * were of this origin, should the program end in between.
   */
  async begin(origin: Origin): Promise<void> {
    await rm(this.originPath, { force: true });
    await writeFile(this.path, '');
    await writeFile(this.originPath, JSON.stringify(origin));
  }

  /** The record goes first: bytes without one are never continued. */
  async discard(): Promise<void> {
    await rm(this.originPath, { force: true });
    await rm(this.path, { force: true });
  }

  /** Renames the whole file to its name. */
  async finish(): Promise<void> {
    await rename(this.path, this.target);
    await rm(this.originPath, { force: true });
  }

  private get originPath(): string {
    return `${this.path}.json`;
  }
}

/** Whether two origins are one file: they share a fact and contradict each other in none. */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
  return a.etag !== undefined && a.etag === b.etag;
}

/** The `ETag` if it is strong, because a weak one does not promise the same bytes. */
export function strongEtag(header: string | undefined): string | undefined {
  return header === undefined || header.startsWith('W/') ? undefined : header;
}

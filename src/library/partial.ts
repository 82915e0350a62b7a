/** A file that is being loaded: `NAME.part`, and beside it what it is a part of. */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

/** What the bytes in a part are of: of another file, they are of no use. */
export interface Origin {
  /** Of the whole file, as the hub tells it. */
  readonly sha256?: string | undefined;
  /** The strong `ETag` of the place that the bytes came from. */
  readonly etag?: string | undefined;
}

export class Partial {
  readonly path: string;
  private readonly target: string;

  constructor(target: string) {
    this.target = target;
    this.path = `${target}.part`;
  }

  /** Bytes that are there of a file whose origin is known. */
  async state(): Promise<{ readonly bytes: number; readonly origin: Origin }> {
    try {
      const origin = JSON.parse(await readFile(this.originPath, 'utf8')) as Origin;
      const { size } = await stat(this.path);
      return { bytes: size, origin };
    } catch {
      return { bytes: 0, origin: {} };
    }
  }

  async begin(origin: Origin): Promise<void> {
    await writeFile(this.originPath, JSON.stringify(origin));
  }

  async discard(): Promise<void> {
    await Promise.all([rm(this.path, { force: true }), rm(this.originPath, { force: true })]);
  }

  /** Gives the whole file its name. */
  async finish(): Promise<void> {
    await rename(this.path, this.target);
    await rm(this.originPath, { force: true });
  }

  private get originPath(): string {
    return `${this.path}.json`;
  }
}

/** Whether bytes of one are bytes of the other: what both tell agrees, and both tell something. */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
  return a.etag !== undefined && a.etag === b.etag;
}

/** An `ETag` that promises the same bytes, not only the same meaning. */
export function strongEtag(header: string | undefined): string | undefined {
  return header === undefined || header.startsWith('W/') ? undefined : header;
}

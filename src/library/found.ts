import type { ModelPlace } from '../contract/index.ts';

/** A model in a folder of another program, before its file is read. */
export interface Found {
  /** Id by which the user chooses it. */
  readonly id: string;
  /** Name that its program has for it. */
  readonly name: string;
  readonly place: ModelPlace;
  /** Absolute path of its file, the first of its files, or its folder. */
  readonly path: string;
  /** Size of all its files. */
  readonly sizeBytes: number;
  /** Lower-case hex, where the file's place tells it; the file itself was not read. */
  readonly sha256?: string | undefined;
}

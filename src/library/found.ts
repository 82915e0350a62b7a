import type { ModelPlace } from '../contract/index.ts';

/** A model in the folders of another program, before anybody looked into it. */
export interface Found {
  /** What it is chosen by. */
  readonly id: string;
  /** As the program whose it is names it. */
  readonly name: string;
  readonly place: ModelPlace;
  /** Absolute: of its file, the first of its files, or its folder. */
  readonly path: string;
  /** Of all its files. */
  readonly sizeBytes: number;
  /** Lower-case hex, where its place tells; nobody has read the file. */
  readonly sha256?: string | undefined;
}

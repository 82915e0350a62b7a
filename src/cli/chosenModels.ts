/** Which models a question is asked with: what the options name, else what the user chose before. */
import type { WriterId } from '../contract/index.ts';
import { installedLibrary } from '../engine/index.ts';

/** A model that writes, in place of the embedded one: its id, or a path. */
export interface WriterModel {
  readonly model: string;
}

/** What the options name, if anything. */
export interface NamedModels {
  readonly reader?: string;
  readonly writer?: WriterId | WriterModel;
}

/** Absolute paths; undefined is the embedded model, or nobody who reads again. */
export interface ChosenModels {
  readonly reader: string | undefined;
  readonly rereader: string | undefined;
  readonly writer: WriterId;
  /** Who writes when `writer` is `embedded`. */
  readonly writerModel: string | undefined;
}

/** @throws LibraryError where a model is not on this machine */
export async function chosenModels({ reader, writer }: NamedModels): Promise<ChosenModels> {
  const library = installedLibrary();
  const named = typeof writer === 'object' ? await library.pathOf(writer.model) : undefined;
  return {
    reader: reader === undefined ? await library.chosen('reader') : await library.pathOf(reader),
    rereader: await library.chosen('rereader'),
    writer: typeof writer === 'string' ? writer : 'embedded',
    // Who asks for the embedded model by its name gets it.
    writerModel: writer === undefined ? await library.chosen('writer') : named,
  };
}

import { windowsOf } from './heads.ts';
import type { ReadingPlan } from './plan.ts';
import type { Run } from './run.ts';
import type { Reader } from './types.ts';
import { headersOf } from './windows.ts';
import type { NameOf } from './windows.ts';

/** A model that reads windows without a question and keeps their states. */
export interface WindowKeeper extends Pick<Reader, 'windowTokens' | 'encode' | 'header'> {
  /**
   * Reads the windows that are not remembered; does not load the others.
   * @returns how many were read
   */
  keep(windows: readonly Int32Array[]): Promise<number>;
}

/** Progress: the windows of a section are in the memory now. */
export interface SectionKept {
  /** Index into the plan's sections. */
  readonly section: number;
  /** So far, this section included: windows, how many of them were read now, and tokens, estimated. */
  readonly windows: number;
  readonly read: number;
  readonly tokens: number;
}

/**
 * Reads the windows of a plan in the order of the text, for questions to come. `retrieveByHeads` reads the same
 * windows, whatever the question.
 * @param run stops between sections
 */
export async function* readAhead(
  plan: ReadingPlan,
  reader: WindowKeeper,
  nameOf: NameOf,
  run: Run,
): AsyncGenerator<SectionKept, void> {
  const headerOf = headersOf(reader, nameOf);
  const totals = { windows: 0, read: 0, tokens: 0 };
  for (const [index, section] of plan.sections.entries()) {
    const windows = await windowsOf(section, reader, headerOf);
    if (run.signal.aborted) return;
    totals.read += await reader.keep(windows.map(({ ids }) => ids));
    totals.windows += windows.length;
    totals.tokens += section.tokens;
    yield { section: index, ...totals };
  }
}

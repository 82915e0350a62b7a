import { windowsOf } from './heads.ts';
import type { ReadingPlan } from './plan.ts';
import type { Run } from './run.ts';
import type { Reader } from './types.ts';
import { headersOf } from './windows.ts';
import type { NameOf } from './windows.ts';

/** A model that reads windows without a question and keeps what it finds. */
export interface WindowKeeper extends Pick<Reader, 'windowTokens' | 'encode' | 'header'> {
  /**
   * Reads those of the windows that are not kept yet. A kept one is not looked at.
   * @returns how many were read
   */
  keep(windows: readonly Int32Array[]): Promise<number>;
}

/** A section whose windows are kept now. */
export interface SectionKept {
  /** Index into the plan's sections. */
  readonly section: number;
  /** Up to and with this section: windows, how many of them were read now, and the sections' tokens as estimated. */
  readonly windows: number;
  readonly read: number;
  readonly tokens: number;
}

/**
 * Reads the windows of a plan as they stand in the text, for questions to come: the same windows as `retrieveByHeads`
 * reads, whatever the question.
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

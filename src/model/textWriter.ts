import type { Writer } from '../writers/index.ts';
import type { WriterPrompt } from './manifest.ts';
import type { ModelRuntime } from './runtime.ts';
import type { Tokeniser } from './tokeniser.ts';

/** The model goes in circles when it repeats a run of this many tokens. */
const REPEATED_TOKENS = 8;

/** Parts that make up a writer. */
export interface WriterParts {
  /** Name of the model. */
  readonly name: string;
  readonly prompt: WriterPrompt;
  readonly runtime: ModelRuntime;
  readonly tokeniser: Tokeniser;
  /** Releases what the writer shares with other roles. */
  readonly release: () => Promise<void>;
}

/** Writes with the model itself, greedily, from evidence that fits its context. */
export class ModelWriter implements Writer {
  readonly isSmall = true;
  private readonly parts: WriterParts;

  constructor(parts: WriterParts) {
    this.parts = parts;
  }

  get name(): string {
    return this.parts.name;
  }

  dispose(): Promise<void> {
    return this.parts.release();
  }

  /**
   * Answers the question from as much of the evidence, best first, as `maxContextTokens` allow. Yields the whole text
   * so far after each token that completes a character. If the answer is cut, because it is long or repeats itself, the
   * last yield drops the unfinished sentence.
   */
  async *write(
    question: string,
    evidence: readonly { readonly text: string }[],
    signal?: AbortSignal,
  ): AsyncGenerator<string, void> {
    const { runtime, tokeniser, prompt } = this.parts;
    const end = tokeniser.tokenId(prompt.endToken);
    const written: number[] = [];
    let text = '';
    let step = await runtime.write(this.prompt(question, evidence));
    while (written.length < prompt.maxAnswerTokens) {
      if (signal?.aborted) return;
      const next = argMax(step.logits);
      if (next === end) return;
      written.push(next);
      if (repeats(written)) {
        yield wholeSentences(tokeniser.decode(written.slice(0, -REPEATED_TOKENS)));
        return;
      }
      const decoded = tokeniser.decode(written);
      // A character of several tokens is shown when it is complete.
      if (!decoded.endsWith('\uFFFD') && decoded !== text) {
        text = decoded;
        yield text;
      }
      step = await runtime.write(Int32Array.of(next), step);
    }
    yield wholeSentences(text);
  }

  private prompt(question: string, evidence: readonly { readonly text: string }[]): Int32Array {
    const { tokeniser } = this.parts;
    const { beforeEvidence, beforeQuestion, afterQuestion, maxContextTokens } = this.parts.prompt;
    const ids: number[] = [];
    for (const { text } of evidence) {
      const next = tokeniser.encode(`${text.trim()}\n`);
      if (ids.length > 0 && ids.length + next.length > maxContextTokens) break;
      ids.push(...next.subarray(0, maxContextTokens));
    }
    return Int32Array.from([
      ...tokeniser.encodePrompt(beforeEvidence),
      ...ids,
      ...tokeniser.encodePrompt(beforeQuestion),
      ...tokeniser.encode(question),
      ...tokeniser.encodePrompt(afterQuestion),
    ]);
  }
}

/** Matches up to the last end of a sentence or line; the number of a list item ends none. */
const WHOLE_SENTENCES = /^[^]*(?:(?<!(?:^|\s)\d{1,2})[.!?]["'”’)\]`*]*(?=\s|$)|[。！？]["”’）」]*|\n)/;

/**
 * A text without its unfinished last sentence. Where no sentence ends, or the last one announces more, the text ends
 * with an ellipsis.
 */
export function wholeSentences(text: string): string {
  const whole = WHOLE_SENTENCES.exec(text)?.[0].trimEnd() ?? '';
  if (whole !== '' && !/[:：]$/.test(whole)) return whole;
  const begun = whole === '' ? text.trimEnd() : whole;
  return begun === '' ? '' : `${begun} …`;
}

/** Whether the last tokens occur earlier in the same order. */
export function repeats(written: readonly number[], run = REPEATED_TOKENS): boolean {
  const last = written.length - run;
  for (let start = 0; start + run <= last; start++) {
    let same = 0;
    while (same < run && written[start + same] === written[last + same]) same++;
    if (same === run) return true;
  }
  return false;
}

/** Index of the largest value; the first of equals. */
export function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

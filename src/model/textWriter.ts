import type { Manifest } from './manifest.ts';
import type { ModelRuntime } from './runtime.ts';
import type { Tokeniser } from './tokeniser.ts';

/** A run of so many tokens that has been written before: the model goes round in circles. */
const REPEATED_TOKENS = 8;

/** Greedy generation by the model itself, from evidence that fits its context. */
export class ModelWriter {
  readonly name: string;
  readonly isSmall = true;
  private readonly runtime: ModelRuntime;
  private readonly tokeniser: Tokeniser;
  private readonly manifest: Manifest;

  constructor(runtime: ModelRuntime, tokeniser: Tokeniser, manifest: Manifest) {
    this.runtime = runtime;
    this.tokeniser = tokeniser;
    this.manifest = manifest;
    this.name = manifest.id;
  }

  /**
   * Answers the question from the evidence: as much of it, best first, as the manifest's `maxContextTokens` allow.
   * Yields the whole text so far after each token that completes a character. Of an answer that is cut, for its length or
   * because it repeats itself, the sentence that was broken off is taken back at the end.
   */
  async *write(
    question: string,
    evidence: readonly { readonly text: string }[],
    signal?: AbortSignal,
  ): AsyncGenerator<string, void> {
    const { writer } = this.manifest;
    const end = this.tokeniser.tokenId(writer.endToken);
    const written: number[] = [];
    let text = '';
    let step = await this.runtime.write(this.prompt(question, evidence));
    while (written.length < writer.maxAnswerTokens) {
      if (signal?.aborted) return;
      const next = argMax(step.logits);
      if (next === end) return;
      written.push(next);
      if (repeats(written)) {
        yield wholeSentences(this.tokeniser.decode(written.slice(0, -REPEATED_TOKENS)));
        return;
      }
      const decoded = this.tokeniser.decode(written);
      // A character of several tokens is shown when it is whole.
      if (!decoded.endsWith('\uFFFD') && decoded !== text) {
        text = decoded;
        yield text;
      }
      step = await this.runtime.write(Int32Array.of(next), step);
    }
    yield wholeSentences(text);
  }

  private prompt(question: string, evidence: readonly { readonly text: string }[]): Int32Array {
    const { beforeEvidence, beforeQuestion, afterQuestion, maxContextTokens } = this.manifest.writer;
    const ids: number[] = [];
    for (const { text } of evidence) {
      const next = this.tokeniser.encode(`${text.trim()}\n`);
      if (ids.length > 0 && ids.length + next.length > maxContextTokens) break;
      ids.push(...next.subarray(0, maxContextTokens));
    }
    return Int32Array.from([
      ...this.tokeniser.encodePrompt(beforeEvidence),
      ...ids,
      ...this.tokeniser.encodePrompt(beforeQuestion),
      ...this.tokeniser.encode(question),
      ...this.tokeniser.encodePrompt(afterQuestion),
    ]);
  }
}

/** Up to the last end of a sentence or line; a number at the beginning of a list item ends none. */
const WHOLE_SENTENCES = /^[^]*(?:(?<!(?:^|\s)\d{1,2})[.!?]["'”’)\]`*]*(?=\s|$)|[。！？]["”’）」]*|\n)/;

/**
 * A text that breaks off without the sentence in which it does. Where no sentence ends, or the last one announces what
 * never came, it is said that more was to come.
 */
export function wholeSentences(text: string): string {
  const whole = WHOLE_SENTENCES.exec(text)?.[0].trimEnd() ?? '';
  if (whole !== '' && !/[:：]$/.test(whole)) return whole;
  const begun = whole === '' ? text.trimEnd() : whole;
  return begun === '' ? '' : `${begun} …`;
}

/** Whether the last tokens stand, in the same order, earlier in the text. */
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

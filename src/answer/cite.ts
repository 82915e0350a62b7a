import type { CheckedSentence } from './types.ts';

/** An answer's text with markers, what the markers stand for, and the sentences that nothing supports. */
export interface CitedAnswer {
  readonly text: string;
  readonly citations: readonly { readonly marker: string; readonly evidence: number }[];
  readonly unsupported: readonly string[];
}

/** List numbers, bullets, fences and the like: nothing that could be true or false. */
const LAYOUT = /^\s*(?:\p{N}{1,2}[.)](?=\s*$))?[^\p{L}\p{N}]*$/u;

/**
 * Puts a marker such as `[2]` at the end of each supported sentence: the rank of the evidence that supports it best.
 * Markers that the writer made up itself are taken out, so that every marker in the text is one of ours.
 */
export function cite(sentences: readonly CheckedSentence[]): CitedAnswer {
  const citations = new Map<string, number>();
  const unsupported: string[] = [];
  let text = '';
  for (const sentence of sentences) {
    const [, body = '', space = ''] = /^(.*?)(\s*)$/s.exec(sentence.text.replaceAll(/\s?\[\d+\]/g, ''))!;
    const [best] = sentence.evidence;
    text += body;
    if (best !== undefined) {
      const marker = `[${best + 1}]`;
      citations.set(marker, best);
      text += ` ${marker}`;
    } else if (!LAYOUT.test(body)) {
      unsupported.push(body.trim());
    }
    text += space;
  }
  return {
    text: text.trim(),
    citations: [...citations].map(([marker, evidence]) => ({ marker, evidence })),
    unsupported,
  };
}

import { cite, unsupported } from './cite.ts';
import { citationsIn, settleMarkers } from './markers.ts';
import { checkSupport } from './support.ts';
import type { CitedAnswer, EvidenceText } from './types.ts';

/**
 * Checks a writer's text against the evidence and sets the citations. A writer that cites decides which evidence a
 * sentence rests on; whether the evidence says so is checked for all writers.
 * @param cites whether the writer was shown the evidence with numbers from 1 and told to cite them as `[n]`
 */
export function review(
  text: string,
  question: string,
  evidence: readonly EvidenceText[],
  cites: boolean,
): CitedAnswer {
  const settled = settleMarkers(text, cites ? evidence.length : 0);
  const trimmed = settled.text.trim();
  const sentences = checkSupport(trimmed, question, evidence);
  if (settled.cited.size === 0) return cite(sentences);
  return {
    text: trimmed,
    citations: citationsIn(trimmed, settled.cited),
    unsupported: unsupported(sentences),
  };
}

import { attentionByWord, terms } from '../retrieval/index.ts';
import type { TokenReader } from '../retrieval/index.ts';
import type { Evidence, WhyResult } from '../contract/index.ts';

/** Which words of the evidence the words of the question look at, read as the evidence was, under its file's header. @param path under which its file was read */
export async function whyEvidence(
  reader: TokenReader,
  question: string,
  evidence: Evidence,
  path: string,
): Promise<WhyResult> {
  const { questionWords, pieces, weights } = await attentionByWord(question, evidence.text, path, reader);
  const there = new Set(terms([path, evidence.signature?.text ?? '', evidence.text].join('\n')));
  const found = questionWords.map((word) => [...terms(word)].some((term) => there.has(term)));
  return { questionWords, found, textWords: pieces, weights };
}

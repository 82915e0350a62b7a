import type { OpenModel } from '../model/index.ts';
import { attentionByWord } from '../retrieval/index.ts';
import type { Evidence, WhyResult } from '../contract/index.ts';
import { encodeHeader } from './reading.ts';

/** Which words of the evidence the words of the question look at, read as the evidence was, under its file's header. @param path under which its file was read */
export async function whyEvidence(
  model: OpenModel,
  question: string,
  evidence: Evidence,
  path: string,
): Promise<WhyResult> {
  const { reader, tokeniser } = model;
  const header = encodeHeader(model, path);
  const { questionWords, pieces, weights } = await attentionByWord(
    question,
    evidence.text,
    header,
    reader,
    (ids) => tokeniser.spans(ids),
  );
  return { questionWords, textWords: pieces, weights };
}

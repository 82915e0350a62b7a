/** Recognises questions for all places by how they begin, and answers them with a list of lines. */
import { terms } from '../retrieval/index.ts';
import { lineIn, lineOf } from '../text/index.ts';
import type { Answer, Evidence, ListedPlace } from '../contract/index.ts';

const LISTS = [
  /^(?:please |can you |could you )*(?:list|find|show|name|enumerate|give|print|get)(?: me| us)?(?: out)? (?:all|every|each|everything|everywhere)\b/i,
  /^(?:where|what|which) are (?:all|each|every)\b/i,
  /^(?:every|each|all(?: of)?(?: the)?) (?:single )?(?:places?|files?|lines?|functions?|methods?|calls?|callers?|uses?|usages?|occurrences?|references?)\b/i,
  /^(?:in )?(?:which|what) (?:places|lines)\b/i,
  /^(?:请|请你|请帮我|帮我|麻烦)?(?:列出|列举|枚举)/,
  /^(?:请|请你|请帮我|帮我|麻烦)?(?:找出|找到|查找|显示|给出|展示).{0,6}?(?:所有|全部|每个|每一|每处|各个)/,
  /^(?:所有|全部|每个|每一处|每处|哪些地方)/,
];

/** Whether a question asks for every place of something. Conservative, because a list answers no other question. */
export function asksForAll(question: string): boolean {
  return LISTS.some((pattern) => pattern.test(question));
}

/** Share of the best line's rare words (or, see below, of its score) that makes a line clear. */
const CLEAR_SHARE = 0.6;
/** Where no line has this share of the question's words, scores decide. */
const LEAST_WORDS = 0.3;

/**
 * The lines that answer a question for all places, those with most of its rare words first, each once.
 * @param rarity of the question's terms in the text, see `ReadingPlan`
 */
export function clearPlaces(
  question: string,
  evidence: readonly Evidence[],
  rarity: ReadonlyMap<string, number>,
): ListedPlace[] {
  const matter = LISTS.reduce((text, pattern) => text.replace(pattern, ''), question);
  const asked = new Set(terms(matter));
  const weight = (found: Iterable<string>): number =>
    [...new Set(found)].reduce((sum, term) => sum + (asked.has(term) ? (rarity.get(term) ?? 0) : 0), 0);
  const all = weight(asked);
  const lines = evidence.flatMap((piece, i) =>
    piece.text.split('\n').map((text, at) => ({
      evidence: i,
      line: piece.startLine + at,
      text: text.trim(),
      words: all > 0 ? weight(terms(text)) / all : 0,
      score: piece.lineScores?.[at] ?? 0,
    })),
  );
  const most = (of: (line: (typeof lines)[number]) => number): number =>
    lines.reduce((best, line) => Math.max(best, of(line)), 0);
  const measure = most(({ words }) => words) >= LEAST_WORDS ? ('words' as const) : ('score' as const);
  const least = CLEAR_SHARE * most((line) => line[measure]);
  const clear = lines
    .filter((line) => least > 0 && line[measure] >= least)
    .sort((a, b) => b[measure] - a[measure] || a.evidence - b.evidence || a.line - b.line);
  const places = clear.flatMap(({ evidence: i, line, text }): ListedPlace[] => {
    const piece = evidence[i]!;
    const index = line - piece.startLine;
    return [piece, ...(piece.otherPlaces ?? [])].map(({ root, path, startLine, place }) => ({
      root,
      path,
      line: startLine + index,
      place: lineOf(place, index),
      text,
      evidence: i,
    }));
  });
  const seen = new Set<string>();
  return places.filter(({ root, path, line }) => {
    const key = `${root}\0${line}\0${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The list as an answer: Markdown, each line cited. */
export function listAnswer(places: readonly ListedPlace[]): Answer {
  const starts = new Map<number, number[]>();
  let text = '';
  for (const { path, place, text: shown, evidence } of places) {
    const fence = '`'.repeat(1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)));
    text += `${text === '' ? '' : '\n'}- ${lineIn(path, place)} ${fence} ${shown} ${fence} `;
    starts.set(evidence, [...(starts.get(evidence) ?? []), text.length]);
    text += `[${evidence + 1}]`;
  }
  const citations = [...starts].map(([evidence, at]) => ({
    marker: `[${evidence + 1}]`,
    starts: at,
    evidence,
  }));
  return { text, writer: 'none', citations, unsupported: [], quoted: true };
}

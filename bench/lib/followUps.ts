/** Questions that lean on the one before them, and the lines that answer them by construction. */
import data from '../data/followUps.json' with { type: 'json' };
import { nameDefined } from '../../src/retrieval/index.ts';
import type { Half } from './texts.ts';
import type { ReadFile } from './repositories.ts';

/** What a follow-up asks about the function that the question before finds. */
export type Wanted = 'uses' | 'definition' | 'tests' | 'errors' | 'returns';

export interface FollowUpQuestion {
  readonly question: string;
  readonly wants: Wanted;
}

/** A question and what is asked after it, each time of what the first one found. */
export interface Conversation {
  readonly repository: string;
  readonly first: string;
  /** The function that answers the first question, or that it names. */
  readonly name: string;
  /** End of the path of the file that defines it, where other lines look as if they did. */
  readonly file?: string;
  readonly then: readonly FollowUpQuestion[];
}

export function conversations(half: Half): readonly Conversation[] {
  return data[half] as readonly Conversation[];
}

/** Lines of files, 1-based, by index of the file. */
export type Lines = ReadonlyMap<number, ReadonlySet<number>>;

const TEST_FILE = /(?:^|[/_.-])(?:tests?|specs?|__tests__)(?:[/_.-]|$)|Tests?\.\w+$/u;
const ERROR =
  /\b(?:raise|throw|throws|panic|abort)\b|\b(?:reject|error|Errorf?|assert)\s*\(|Error\b|Exception\b|\berr\b/u;
const RETURN = /\breturn\b/u;

/** The lines that answer. @throws when there is none */
export function answersOf(
  files: readonly ReadFile[],
  { name, file: home = '' }: Pick<Conversation, 'name' | 'file'>,
  wants: Wanted,
): Lines {
  const used = new RegExp(String.raw`(?<![\w$])${name.replaceAll(/[$?!]/gu, '\\$&')}(?![\w$])`, 'u');
  const found = new Map<number, Set<number>>();
  const add = (file: number, line: number): void => {
    found.set(file, (found.get(file) ?? new Set()).add(line));
  };
  files.forEach(({ file, segments }, index) => {
    if (file.format === 'prose') return;
    const isTest = TEST_FILE.test(file.path);
    let depth: number | undefined;
    for (const { text, startLine } of segments) {
      const own = text.trim();
      const indentation = text.search(/\S/u);
      const defines = file.path.endsWith(home) && used.test(text) && nameDefined(text.trimEnd()) === name;
      if (defines) {
        if (wants === 'definition') add(index, startLine);
        depth = indentation;
      } else if (depth !== undefined && own !== '' && indentation <= depth && !/^[)\]}]|^->|^:/u.test(own)) {
        if (!/^[{]/u.test(own)) depth = undefined;
      }
      if (!defines && used.test(text)) {
        if (wants === 'uses') add(index, startLine);
        if (wants === 'tests' && isTest) add(index, startLine);
      }
      if (depth === undefined || defines) continue;
      if ((wants === 'errors' && ERROR.test(text)) || (wants === 'returns' && RETURN.test(text))) {
        add(index, startLine);
      }
    }
  });
  if (found.size === 0) throw new Error(`Nothing answers: ${wants} of ${name}`);
  return found;
}

/** The text that is written in every format: documentation of packages that the lock file pins, and sentences of it to ask for. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sentencesOf } from '../../../src/corpus/sentences.ts';
import { terms } from '../../../src/retrieval/terms.ts';
import { repositoryFolder } from '../repository.ts';
import { shuffled } from '../texts.ts';

/** One document, as Markdown. */
export interface SourceText {
  readonly name: string;
  readonly markdown: string;
}

/** A sentence of a document, asked for by its rarest words. */
export interface PlacedQuestion {
  readonly question: string;
  readonly document: string;
  readonly sentence: string;
  /** The heading that it stands under. */
  readonly heading: string;
}

const FOLDERS = ['node_modules/undici/docs/docs/api', 'node_modules/undici/docs/docs/best-practices'];
const SINGLE = ['node_modules/commander/Readme.md'];
/** Files of a folder become about as many documents. */
const DOCUMENTS = 5;

export function sourceTexts(): SourceText[] {
  const root = repositoryFolder();
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => join(root, folder, name)),
  );
  const parts = files.map((path) => plainMarkdown(readFileSync(path, 'utf8')));
  const texts = Array.from({ length: DOCUMENTS }, (_, i): SourceText => ({
    name: `undici-${i + 1}`,
    markdown: parts.filter((_part, at) => at % DOCUMENTS === i).join('\n\n'),
  }));
  const single = SINGLE.map((path): SourceText => ({
    name: basename(join(path, '..')),
    markdown: plainMarkdown(readFileSync(join(root, path), 'utf8')),
  }));
  return [...texts, ...single];
}

/** Without what other formats show otherwise: pictures, markup of HTML and of other generators. */
function plainMarkdown(markdown: string): string {
  return markdown
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/^:::.*$/gm, '')
    .replaceAll(/^#{1,6} +(.*)$/gm, (heading: string) => `\n${heading.trim()}\n`)
    .trim();
}

const HEADING = /^(#{1,6}) +(.*)$/;
/** Words of a question. */
const ASKED_WORDS = 5;

/** Sentences that stand once, spread over all documents. */
export function placedQuestions(texts: readonly SourceText[], count: number): PlacedQuestion[] {
  const all = texts.flatMap(({ name, markdown }) =>
    sentencesIn(markdown).map((found) => ({ ...found, document: name })),
  );
  const often = new Map<string, number>();
  for (const { sentence } of all)
    for (const term of new Set(terms(sentence))) often.set(term, (often.get(term) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { sentence } of all) seen.set(letters(sentence), (seen.get(letters(sentence)) ?? 0) + 1);
  const usable = all.filter(({ sentence }) => {
    const words = sentence.match(/[A-Za-z]{2,}/g) ?? [];
    return words.length >= 9 && words.length <= 40 && seen.get(letters(sentence)) === 1;
  });
  return shuffled(usable.length)
    .slice(0, count)
    .map((i): PlacedQuestion => {
      const found = usable[i]!;
      return { ...found, question: rarest(found.sentence, often) };
    });
}

function rarest(sentence: string, often: ReadonlyMap<string, number>): string {
  const words = [...new Set(sentence.match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
  const rarity = (word: string): number =>
    Math.min(...[...terms(word)].map((term) => often.get(term) ?? 0), Infinity);
  const best = new Set([...words].sort((a, b) => rarity(a) - rarity(b)).slice(0, ASKED_WORDS));
  return words.filter((word) => best.has(word)).join(' ');
}

/** The sentences of paragraphs and items, without code and tables. */
function sentencesIn(markdown: string): { sentence: string; heading: string }[] {
  const found: { sentence: string; heading: string }[] = [];
  let [heading, isCode] = ['', false];
  for (const block of markdown.split(/\n(?=[-*] |\d+\. )|\n\s*\n/)) {
    const fences = block.match(/^\s*(?:```|~~~)/gm)?.length ?? 0;
    const wasCode = isCode;
    if (fences % 2 === 1) isCode = !isCode;
    if (wasCode || fences > 0) continue;
    const title = HEADING.exec(block.trim())?.[2];
    if (title !== undefined) heading = plain(title);
    else if (!/^\s*\||^\s{4}/m.test(block)) {
      for (const sentence of sentencesOf(plain(block))) found.push({ sentence: sentence.trim(), heading });
    }
  }
  return found;
}

function plain(markdown: string): string {
  return markdown
    .replace(/^\s*(?:[-*>]|\d+\.) +/, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]|\\(?=[^\w\s])/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** By which two texts are the same whatever signs a format writes. */
export function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The same text written in every format: whether the right passage is found as often as in plain text, and its place told
 * rightly. Ranked by words alone, so that formats are compared and not a model.
 *
 *   npm run bench:documents [-- --questions N] [--write]
 *
 * Needs pandoc, LibreOffice and pdftotext, and says so. What was written stays in `out/bench/documents`.
 */
import { join } from 'node:path';
import { BackgroundExtractor, segmentStream, survey } from '../src/corpus/index.ts';
import type { CorpusFile, DocumentSource } from '../src/corpus/index.ts';
import type { Evidence, PlaceStart } from '../src/contract/index.ts';
import { toEvidence } from '../src/engine/evidence.ts';
import { placesIn } from '../src/engine/places.ts';
import { segmentsOf } from '../src/engine/signature.ts';
import { bm25, inverseDocumentFrequency } from '../src/retrieval/bm25.ts';
import { byKeywords, Planner, terms } from '../src/retrieval/index.ts';
import { checkPrograms, FORMATS, pageOfSentence, pagesOf, written } from './lib/documents/formats.ts';
import type { WrittenFormat } from './lib/documents/formats.ts';
import { letters, placedQuestions, sourceTexts } from './lib/documents/texts.ts';
import type { PlacedQuestion } from './lib/documents/texts.ts';
import { machine } from './lib/machine.ts';
import { option } from './lib/option.ts';
import { publish } from './lib/report.ts';
import { repositoryFolder } from './lib/repository.ts';
import { table } from './lib/table.ts';

const BUDGET_TOKENS = 1000;
const count = Number(option('--questions') ?? 120);

/** What one format, or one way to read it, came to. */
interface Row {
  readonly name: string;
  readonly questions: number;
  /** Share of the questions whose sentence is in the first piece, and in the first three. */
  readonly first: number;
  readonly firstThree: number;
  /** Share of the pieces with the sentence whose place is the right one; NaN where nothing else tells the place. */
  readonly placed: number;
  /** Processor seconds for taking out all of the text, and characters that came of it. */
  readonly seconds: number;
  readonly characters: number;
}

/** Takes texts out and measures that. */
class MeasuredExtractor implements DocumentSource {
  milliseconds = 0;
  readonly #extractor = new BackgroundExtractor(join(repositoryFolder(), 'dist', 'extractor.cjs'));

  async text(...[kind, bytes]: Parameters<DocumentSource['text']>): ReturnType<DocumentSource['text']> {
    const before = process.cpuUsage();
    const taken = await this.#extractor.text(kind, bytes);
    const { user, system } = process.cpuUsage(before);
    this.milliseconds += (user + system) / 1000;
    return taken;
  }

  dispose(): Promise<void> {
    return this.#extractor.dispose();
  }
}

async function rowOf(
  format: WrittenFormat,
  folder: string,
  questions: readonly PlacedQuestion[],
): Promise<Row> {
  const extractor = new MeasuredExtractor();
  const files: CorpusFile[] = [];
  const starts = new Map<number, readonly PlaceStart[]>();
  const planner = new Planner(
    questions.map(({ question }) => question),
    (file) => files[file]!.path,
    { pathOf: (file) => files[file]!.path, isProse: (file) => files[file]!.format === 'prose' },
  );
  let [position, characters] = [0, 0];
  const found = await survey([folder]);
  for await (const event of segmentStream([], { surveyed: found.files, documents: extractor })) {
    if (event.kind === 'skipped')
      throw new Error(`${event.skipped.path} is skipped: ${event.skipped.reason}`);
    files.push(event.file);
    if (event.starts.length > 0) starts.set(event.fileIndex, event.starts);
    for (const segment of event.segments) {
      characters += segment.text.length;
      planner.add({ ...segment, file: event.fileIndex, position: position++ });
    }
  }
  await extractor.dispose();
  const plan = planner.finish();
  const segmentAt = segmentsOf(plan);
  const placeOf = placesIn(starts);
  const pages = new Map(
    format === 'pdf' ? files.map(({ path, absolutePath }) => [path, pagesOf(absolutePath)]) : [],
  );
  const ranks = questions.map((asked, q) => {
    const evidence = toEvidence(byKeywords(plan, q, BUDGET_TOKENS), {
      files,
      segmentAt,
      placeOf,
      question: asked.question,
      budgetTokens: 2 * BUDGET_TOKENS,
    });
    const rank = evidence.findIndex((piece) => has(piece, asked));
    return { rank, isPlaced: rank < 0 ? undefined : isPlaced(evidence[rank]!, asked, pages) };
  });
  const told = ranks.filter(({ isPlaced }) => isPlaced !== undefined);
  return {
    name: format,
    questions: questions.length,
    first: share(ranks, ({ rank }) => rank === 0),
    firstThree: share(ranks, ({ rank }) => rank >= 0 && rank < 3),
    placed: told.length === 0 ? NaN : share(told, ({ isPlaced }) => isPlaced === true),
    seconds: extractor.milliseconds / 1000,
    characters,
  };
}

/** Whether a piece has the sentence, or its beginning where that is long. */
function has({ text, path }: Evidence, { sentence, document }: PlacedQuestion): boolean {
  return path.startsWith(`${document}.`) && letters(text).includes(letters(sentence).slice(0, 60));
}

/** Undefined where nothing but the text itself tells the place. */
function isPlaced(
  { place, path }: Evidence,
  asked: PlacedQuestion,
  pages: ReadonlyMap<string, readonly string[]>,
): boolean | undefined {
  switch (place.kind) {
    case 'page': {
      const page = pageOfSentence(pages.get(path)!, asked);
      return page === undefined ? undefined : page >= place.page && page <= (place.lastPage ?? place.page);
    }
    case 'heading':
      return asked.heading === ''
        ? undefined
        : letters(place.headings.at(-1) ?? '') === letters(asked.heading);
    default:
      return undefined;
  }
}

/** The pages of `pdftotext`, ranked by BM25: whether the page with the sentence comes first. */
function pagesRow(folder: string, questions: readonly PlacedQuestion[], names: readonly string[]): Row {
  const pages = names.flatMap((name) =>
    pagesOf(join(folder, `${name}.pdf`)).map((text) => ({ name, text, terms: [...terms(text)] })),
  );
  const often = new Map<string, number>();
  for (const { terms } of pages)
    for (const term of new Set(terms)) often.set(term, (often.get(term) ?? 0) + 1);
  const mean = pages.reduce((sum, { terms }) => sum + terms.length, 0) / pages.length;
  const ranks = questions.map(({ question, document, sentence }) => {
    const asked = [...new Set(terms(question))];
    const scored = pages.map((page) => {
      const counts = new Map<string, number>();
      for (const term of page.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      const score = asked.reduce((sum, term) => {
        const rarity = inverseDocumentFrequency(pages.length, often.get(term) ?? 0);
        return sum + bm25(counts.get(term) ?? 0, page.terms.length / mean, rarity);
      }, 0);
      return { page, score };
    });
    const wanted = letters(sentence).slice(0, 40);
    return scored
      .sort((a, b) => b.score - a.score)
      .findIndex(({ page }) => page.name === document && letters(page.text).includes(wanted));
  });
  return {
    name: 'pdf: pages of pdftotext, BM25',
    questions: questions.length,
    first: share(ranks, (rank) => rank === 0),
    firstThree: share(ranks, (rank) => rank >= 0 && rank < 3),
    placed: NaN,
    seconds: NaN,
    characters: pages.reduce((sum, { text }) => sum + text.length, 0),
  };
}

function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.filter(is).length / all.length;
}

const shown = (value: number, digits = 3): string => (Number.isNaN(value) ? '' : value.toFixed(digits));

async function main(): Promise<void> {
  checkPrograms();
  const folder = join(repositoryFolder(), 'out', 'bench', 'documents');
  const texts = sourceTexts();
  const questions = placedQuestions(texts, count);
  const rows: Row[] = [];
  for (const format of FORMATS) rows.push(await rowOf(format, written(texts, format, folder), questions));
  rows.push(
    pagesRow(
      join(folder, 'pdf'),
      questions,
      texts.map(({ name }) => name),
    ),
  );
  const body = `The documentation of \`undici\` and \`commander\`, ${texts.length} documents, written in every format by pandoc and LibreOffice
(sheets: a row for each paragraph). ${questions.length} sentences are asked for by their five rarest words and ranked by words alone. _first_ and _first three_:
the sentence is in that piece of the evidence. _place_: of the pieces with the sentence, those whose page (against
\`pdftotext\`) or heading (against the Markdown) is the right one. _seconds_: of the processor, for all of the text, in the main
thread and that of the extraction.

${table(
  [
    { heading: 'format', cell: ({ name }) => name },
    { heading: 'first', cell: ({ first }) => shown(first) },
    { heading: 'first three', cell: ({ firstThree }) => shown(firstThree) },
    { heading: 'place', cell: ({ placed }) => shown(placed) },
    { heading: 'characters', cell: ({ characters }) => String(characters) },
    { heading: 'seconds', cell: ({ seconds }) => shown(seconds, 1) },
  ],
  rows,
)}`;
  publish({
    id: 'documents',
    title: 'Documents in every format',
    command: 'npm run bench:documents',
    machine: machine(),
    body,
    data: rows,
  });
}

void main();

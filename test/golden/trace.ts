/** What becomes of a question on its way through the engine, as text that people can read and compare. */
import { changedReader } from '../../bench/lib/changedReader.ts';
import { memoReader } from '../../bench/lib/memoReader.ts';
import { askQuestions } from '../../src/engine/asking.ts';
import type { Asking, Common } from '../../src/engine/asking.ts';
import type { AskResult, Evidence } from '../../src/contract/index.ts';
import { askedQuestion, focusedText, termsOf } from '../../src/engine/question.ts';
import { findFiles, namesOf, planReading } from '../../src/engine/reading.ts';
import type { Reading } from '../../src/engine/reading.ts';
import { openReader, openWriter, Tokeniser } from '../../src/model/index.ts';
import type { ModelReader, ModelWriter } from '../../src/model/index.ts';
import { headsStrategy, Run } from '../../src/retrieval/index.ts';
import { memoryStore } from '../../src/retrieval/textStore.ts';
import type { PlannedSection, Reader, RetrievalResult, WindowAttention } from '../../src/retrieval/index.ts';
import { finish } from '../../src/retrieval/strategy.ts';

/** As the engine keeps them when nobody says otherwise. */
const BUDGET_TOKENS = 1000;
/** So many lines of what was kept, and pieces of evidence, are written down. */
const MOST_TOLD = 15;
/** UTF-16 code units of a line's or window's text that are written down. */
const QUOTED = 48;

/** A window that was read for one question. */
interface ReadWindow {
  readonly ids: Int32Array;
  readonly attention: WindowAttention;
}

interface FirstHalf {
  readonly reading: Reading;
  /** The questions as the model is asked them. */
  readonly asked: readonly string[];
  readonly results: readonly RetrievalResult[];
}

interface Models {
  readonly reader: ModelReader;
  readonly writer: ModelWriter;
  readonly tokeniser: Tokeniser;
}

/** Follows questions about one folder; every window is read once for all of them. */
export class Tracer {
  private readonly models: Models;
  /** Reads every window once. */
  private readonly reader: Reader;
  private readonly params: Common;

  /** @param questions that will be traced */
  static async open(modelFolder: string, folder: string, questions: readonly string[]): Promise<Tracer> {
    const models = {
      reader: await openReader(modelFolder),
      writer: await openWriter(modelFolder),
      tokeniser: await Tokeniser.open(modelFolder),
    };
    const tracer = new Tracer(models, folder);
    await tracer.survivorsOf(questions);
    return tracer;
  }

  private constructor(models: Models, folder: string) {
    this.models = models;
    this.reader = memoReader(models.reader);
    this.params = { roots: [{ path: folder }], writer: 'embedded' };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.models.reader.dispose(), this.models.writer.dispose()]);
  }

  /** @returns survey, order, windows, survivors, evidence and answer of a question */
  async trace(question: string): Promise<string> {
    const windows: ReadWindow[] = [];
    const { reading, asked, results } = await this.survivorsOf([question], windows);
    const result = await this.ask(question);
    const parts = {
      question: [question, ...(asked[0] === question ? [] : [`asked of the model: ${asked[0]!}`])],
      words: [...reading.plan.rarity[0]!].map(([term, rarity]) => `${term} ${number(rarity)}`),
      survey: surveyLines(reading),
      order: reading.plan.order.map((index) => sectionLine(index, reading)),
      windows: windows.map((window) => this.windowLine(window)),
      survivors: survivorLines(results[0]!, reading),
      evidence: result.evidence.slice(0, MOST_TOLD).map(evidenceLine),
      answer: answerLines(result),
    };
    return Object.entries(parts)
      .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`)
      .join('\n');
  }

  /** The first half of the path: from the folder to what is kept. @param windows takes what is read */
  private async survivorsOf(questions: readonly string[], windows: ReadWindow[] = []): Promise<FirstHalf> {
    const run = new Run();
    const found = await findFiles(this.params, run.signal);
    const whole = questions.map((question) => askedQuestion(this.models.reader, question));
    const reading = await planReading(whole, this.params, found, run.signal);
    const asked = whole.map((one, q) => focusedText(this.models.reader, one, termsOf(reading.plan, q)));
    const retrieval = headsStrategy(recorded(this.reader, windows)).retrieve(reading.plan, asked, {
      budgets: asked.map(() => BUDGET_TOKENS),
      nameOf: namesOf(reading.files, this.params.roots),
      run,
    });
    return { reading, asked, results: await finish(retrieval) };
  }

  /** The whole path, as the engine walks it. */
  private async ask(question: string): Promise<AskResult> {
    const asking: Asking = {
      reader: this.models.reader,
      strategy: headsStrategy(this.reader),
      memory: undefined,
      writer: this.models.writer,
      run: new Run(),
      textStore: memoryStore,
    };
    const [result] = await askQuestions([question], this.params, asking, performance.now());
    return result!;
  }

  private windowLine({ ids, attention }: ReadWindow): string {
    const text = this.models.tokeniser.decode(ids);
    const [paid] = attention.questions;
    const most = paid!.reduce((best, value, i) => (value > paid![best]! ? i : best), 0);
    const looked = this.models.tokeniser.decode(ids.subarray(Math.max(0, most - 2), most + 3));
    return `${ids.length} tokens ${quoted(text)}, most attention ${number(paid![most]!)} at ${quoted(looked)}`;
  }
}

function recorded(reader: Reader, windows: ReadWindow[]): Reader {
  return changedReader(reader, {
    read: async (ids, questions) => {
      const read = await reader.read(ids, questions);
      windows.push(...read.map((attention, i) => ({ ids: ids[i]!, attention })));
      return read;
    },
  });
}

function surveyLines({ files, skipped }: Reading): string[] {
  return [
    ...files.map(({ path, format }) => `${path} (${format})`),
    ...skipped.map(({ path, reason }) => `${path} skipped: ${reason}`),
  ];
}

function sectionLine(index: number, { files, plan }: Reading): string {
  const section: PlannedSection = plan.sections[index]!;
  const paths = section.files.map((file) => files[file]!.path).join(', ');
  const best = Math.max(...section.keywords[0]!);
  return `section ${index}: ${paths}; best keywords ${number(best)}`;
}

function survivorLines({ retained }: RetrievalResult, { files }: Reading): string[] {
  return retained.slice(0, MOST_TOLD).map(({ segment, attention, keywords, score }) => {
    const place = `${files[segment.file]!.path}:${segment.startLine}`;
    return `${number(score)} attention ${number(attention)} keywords ${number(keywords)} ${place} ${quoted(segment.text)}`;
  });
}

function evidenceLine({ path, startLine, endLine, bestLine, score, signature }: Evidence): string {
  const opened = signature ? ` under ${quoted(signature.text)}` : '';
  return `${path}:${startLine}-${endLine} best ${bestLine} score ${number(score)}${opened}`;
}

function answerLines({ finding, answer, places }: AskResult): string[] {
  return [
    `finding ${finding}`,
    ...answer.text.split('\n').map((line) => (line === '' ? '' : `| ${line}`)),
    ...answer.citations.map((citation) => JSON.stringify(citation)),
    ...(places ? [`${places.length} places`] : []),
  ];
}

/** Three significant digits: what is beyond them may differ between processors. */
function number(value: number): string {
  return value === 0 ? '0' : value.toPrecision(3);
}

function quoted(text: string): string {
  return JSON.stringify(text.trim().slice(0, QUOTED));
}

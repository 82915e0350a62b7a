/** A question taken apart: what the person says, and what was pasted. */
import { sentencesOf } from '../corpus/index.ts';
import { frameOf, type Frame } from './frames.ts';
import { withoutValues } from './values.ts';

/**
 * `asked`: a sentence that asks. `sentence`: another one of the person's own. `message`: what a program said went
 * wrong. `frame`: a place in a stack trace, with its line of code where the trace shows it. `code`, `log`: other
 * pasted text.
 */
export type PartKind = 'asked' | 'sentence' | 'message' | 'frame' | 'code' | 'log';

export interface Part {
  readonly kind: PartKind;
  /** On one line; in pasted text an ellipsis replaces each value. */
  readonly text: string;
  /** The values that were replaced. */
  readonly values: readonly string[];
  /** Of kind `frame`. */
  readonly frame?: Frame;
  /**
   * Of kind `frame`: number of the user's own frames further in, so 0 for the innermost. A foreign frame has the
   * depth of its caller.
   */
  readonly depth?: number;
}

/** Prefixes by which programs name a failure: `KeyError: …`, `error[E0382]: …`, `panic: …`, `Caused by: …`. */
const MESSAGE =
  /(?:^|[^\p{L}\p{N}_])(?:[\p{L}\p{N}_.$]{0,200}(?:Error|Exception|Fault|Panic|Warning)|(?:fatal |internal |syntax |runtime |compile )?error|fatal|panic|caused by|FAILED|FAIL)(?:\[[\w-]{1,20}\]| [A-Z]{1,5}\d{1,6})?: |panicked at |^Segmentation fault|==\d+==ERROR|^Unhandled |^Uncaught /iu;
/** A log line has a level or a time in front. */
const LOG =
  /^\s*(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\]?[\s:|[])/;
const FAILURE_LEVEL = /(?:^|[\s[|])(?:WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)(?:[\s\]:|]|$)/;
/** Lines that open a trace and say nothing. */
const HEADING =
  /^\s*(?:Traceback \(most recent call last\)|Stack ?trace|Backtrace|stack backtrace|Thread \d+.*crashed|goroutine \d+ \[.*\])\s*:?\s*$|^\s*\.\.\. \d+ (?:more|common frames omitted)\s*$|^[\s^~|-]+$/i;
const FENCE = /^\s*(?:```|~~~)/;
const CODE = /^(?: {4,}|\t)\S|[{};]\s*$/;
const ASKS = new RegExp(
  [
    String.raw`[?？؟]["'”’)\]]*\s*$`,
    String.raw`^(?:please|kindly|(?:can|could|would) you)\s(?:\w+\s)?(?:tell|explain|show|find|say|describe|point|name|list)\b`,
    String.raw`^i(?:['’]d| would) like to (?:know|hear|see|understand)\b|^i (?:want to know|wonder|ask)\b`,
    '^请(?:问|告诉|说明|解释|指出)',
  ].join('|'),
  'i',
);

const MAX_MESSAGE_LENGTH = 400;

/** The parts of a question in their order. Takes time in proportion to the question's length. */
export function partsOf(question: string): Part[] {
  const reader = new PartReader();
  for (const line of question.split(/\r\n?|\n/)) reader.add(line);
  return reader.end();
}

class PartReader {
  private readonly parts: Part[] = [];
  private prose: string[] = [];
  /** The frames of the current trace, as indices into the parts. */
  private trace: number[] = [];
  private innermostLast = false;
  private fenced = false;

  add(line: string): void {
    if (FENCE.test(line)) {
      this.endProse();
      this.fenced = !this.fenced;
      return;
    }
    if (line.trim() === '' || HEADING.test(line)) {
      this.endProse();
      return;
    }
    const found = frameOf(line);
    if (found) {
      this.addFrame(found.frame, found.innermostLast);
      return;
    }
    if (this.innermostLast && this.continuesFrame(line)) return;
    const isLog = LOG.test(line);
    if (isLog || isMessageLine(line)) {
      this.endProse();
      this.endTrace();
      const isFailure = !isLog || FAILURE_LEVEL.test(line) || MESSAGE.test(line);
      this.push(isFailure ? 'message' : 'log', line, true);
    } else if (this.fenced || CODE.test(line)) {
      this.endProse();
      this.push('code', line, false);
    } else {
      this.endTrace();
      this.prose.push(line);
    }
  }

  end(): Part[] {
    this.endProse();
    this.endTrace();
    return this.parts;
  }

  private addFrame(frame: Frame, innermostLast: boolean): void {
    this.endProse();
    this.innermostLast = innermostLast;
    this.trace.push(this.parts.length);
    const file = frame.path.split('/').at(-1)!;
    const text = [spokenName(frame.name), file]
      .filter((part) => part !== '' && part !== '<module>')
      .join(' ');
    this.parts.push({ kind: 'frame', text: oneLine(text), values: [], frame });
  }

  /** Python's traces show the code below the place. */
  private continuesFrame(line: string): boolean {
    const last = this.parts.at(-1);
    if (last?.kind !== 'frame' || !/^\s{2,}\S/.test(line)) return false;
    this.parts[this.parts.length - 1] = { ...last, text: `${last.text} ${oneLine(line)}` };
    return true;
  }

  private endTrace(): void {
    const frames = this.innermostLast ? this.trace.reverse() : this.trace;
    let depth = 0;
    let called = '';
    for (const at of frames) {
      const part = this.parts[at]!;
      const { name, isForeign } = part.frame!;
      // The user's own line calls the foreign function; where the trace shows that line, its name is there already.
      const text = isForeign || this.innermostLast ? part.text : `${part.text} ${called}`.trim();
      this.parts[at] = { ...part, text, depth };
      called = isForeign ? name.split('.').at(-1)! : '';
      if (!isForeign) depth++;
    }
    this.trace = [];
    this.innermostLast = false;
  }

  private endProse(): void {
    for (const sentence of this.prose.length > 0 ? sentencesOf(this.prose.join('\n')) : []) {
      const isMessage = MESSAGE.test(sentence);
      this.push(ASKS.test(sentence) ? 'asked' : isMessage ? 'message' : 'sentence', sentence, isMessage);
    }
    this.prose = [];
  }

  private push(kind: PartKind, line: string, isPrinted: boolean): void {
    const { text, values } = isPrinted ? withoutValues(line) : { text: line, values: [] };
    const said = oneLine(text);
    if (/[\p{L}\p{N}]/u.test(said)) this.parts.push({ kind, text: said, values });
  }
}

/** A message stands on a line of its own, not inside the person's paragraph. */
function isMessageLine(line: string): boolean {
  return line.length <= MAX_MESSAGE_LENGTH && !ASKS.test(line) && MESSAGE.test(line);
}

/** A frame's name as the code has it: without Java's packages and without the numbers of lambdas. */
function spokenName(name: string): string {
  return name.replace(/^(?:[a-z_\d]+\.)+(?=[A-Z])/, '').replace(/lambda\$(\w+)\$\d+/, '$1');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

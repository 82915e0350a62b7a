import { basename } from 'node:path';
import { inWords } from '../messages/index.ts';
import { describeSkipped } from '../engine/index.ts';
import type {
  Answer,
  AskResult,
  CarriedOver,
  Coverage,
  Evidence,
  FilePlace,
  FirstAnswer,
  PlacedLines,
  Timing,
} from '../contract/index.ts';
import { lineIn, lineNumbers, printable, printableLine, rangeIn } from '../text/index.ts';
import { cutAround, excerptOf, questionHints } from '../tool/index.ts';
import { guessedText } from './guessedText.ts';

/** Evidence printed in full; the rest is counted. `--json` has it all. */
const PRINTED_EVIDENCE = 8;
const PRINTED_LINES = 24;
/** In UTF-16 code units; longer lines are cut around what is best. */
const PRINTED_CHARS = 300;
const PLACE_CHARS = 160;
/** Other places of a piece that are named. */
const PRINTED_PLACES = 4;

/**
 * The JSON contract of `--json`, no field more; a field that is undefined is none. Sentences of the embedded model's answer without a marker are the
 * unsupported ones; another writer sets its own markers.
 * @param rootPaths given when several roots were asked: paths then begin with their root's name
 */
export function toJson(result: AskResult, rootPaths: readonly string[] | undefined): object {
  const { question, used, carried, words, strategy, model, finding, answer, first, revision } = result;
  const { evidence, coverage, timing } = result;
  return {
    question,
    used: used && { text: used.text, isLong: used.isLong, frames: used.frames },
    carried: carried && {
      from: carried.from,
      names: carried.names,
      words: carried.words,
      text: carried.text,
    },
    words: words && { kind: words.kind, unknown: words.unknown },
    strategy,
    model,
    finding,
    answer: jsonAnswer(answer),
    first: first && {
      finding: first.finding,
      answer: jsonAnswer(first.answer),
      evidence: first.evidence.map((item) => jsonEvidence(item, rootPaths)),
      tokens: first.tokens,
      tokensTotal: first.tokensTotal,
    },
    revision: revision && {
      answer: revision.answer,
      best: revision.best,
      added: revision.added,
      removed: revision.removed,
    },
    evidence: evidence.map((item) => jsonEvidence(item, rootPaths)),
    places: result.places?.map((listed) => ({
      path: pathOf(listed, rootPaths),
      line: listed.line,
      place: listed.place,
      text: listed.text,
      evidence: listed.evidence,
    })),
    coverage: {
      files: coverage.files,
      tokens: coverage.tokens,
      windows: coverage.windows,
      remembered: coverage.remembered,
      complete: coverage.complete,
      ended: coverage.ended,
      unreadTokens: coverage.unreadTokens,
      skipped: coverage.skipped.map(({ reason, sizeBytes, lines, of, ...item }) => ({
        path: pathOf(item, rootPaths),
        reason,
        sizeBytes,
        lines,
        of: of && pathOf(of, rootPaths),
      })),
      guessed: coverage.guessed?.map((item) => ({ path: pathOf(item, rootPaths), encoding: item.encoding })),
    },
    timing: {
      firstEvidenceMs: timing.firstEvidenceMs,
      bestEvidenceMs: timing.bestEvidenceMs,
      firstAnswerMs: timing.firstAnswerMs,
      totalMs: timing.totalMs,
      tokensPerSecond: timing.tokensPerSecond,
    },
  };
}

function jsonAnswer({ text, writer, quoted, citations, failure }: Answer): object {
  return {
    text,
    writer,
    quoted,
    citations: citations.map(({ marker, evidence }) => ({ marker, evidence })),
    failure: failure && inWords(failure),
  };
}

function jsonEvidence(item: Evidence, rootPaths: readonly string[] | undefined): object {
  return {
    path: pathOf(item, rootPaths),
    startLine: item.startLine,
    endLine: item.endLine,
    place: item.place,
    score: item.score,
    bestLine: item.bestLine,
    bestColumn: item.bestColumn,
    text: item.text,
    cuts: item.cuts,
    lineScores: item.lineScores,
    parts: item.parts && { attention: item.parts.attention, keywords: item.parts.keywords },
    reasons: item.reasons?.map(({ rule, factor }) => ({ rule, factor })),
    signature: item.signature && {
      line: item.signature.line,
      place: item.signature.place,
      text: item.signature.text,
    },
    otherPlaces: item.otherPlaces?.map((other) => ({
      path: pathOf(other, rootPaths),
      startLine: other.startLine,
      endLine: other.endLine,
      place: other.place,
    })),
  };
}

/** What a question is searched by beside its own words. */
export function carriedText({ from, names, words }: CarriedOver): string {
  const taken = [...names, ...words].join(', ');
  return printableLine(
    `Goes on from “${from}”: searched by these too: ${taken}. Ask without --follow-up to leave them out.`,
  );
}

/** A first answer with its evidence, printed while the rest is read. */
export function firstText(first: FirstAnswer, rootPaths: readonly string[] | undefined): string {
  const { evidence, answer, tokens, tokensTotal } = first;
  const share = shareText(tokens, tokensTotal);
  return (
    `\nEvidence from the most promising ${share} of the text, best first:\n\n${piecesText(evidence, rootPaths)}` +
    `${answerText({ answer })}This is the first answer; Ctrl+C keeps it.\n`
  );
}

/** What there is to say behind a first answer that was printed: all of it where it differs, else that it stands. */
export function laterText(result: AskResult, rootPaths: readonly string[] | undefined): string {
  const { revision, coverage, cancelled, timing } = result;
  if (revision && (revision.answer || revision.best)) {
    const pieces = revision.added === 1 ? '1 piece is new' : `${revision.added} pieces are new`;
    const best = revision.best ? ', and another one is the best' : '';
    const what = revision.answer ? 'The answer is revised' : 'The answer stands, the evidence has changed';
    return `\n${what}: ${pieces}${best}.\n${toText(result, rootPaths)}`;
  }
  const stands = cancelled
    ? 'Stopped; the answer above stands as it is.'
    : coverage.ended === 'settled' || coverage.ended === 'clear'
      ? endedText(coverage.ended, coverage.unreadTokens ?? 0)
      : 'The rest has been read; the answer above stands.';
  return `\n${stands}\n${readText(coverage, timing)}`;
}

function endedText(ended: 'settled' | 'clear', unreadTokens: number): string {
  const why = {
    settled: 'The last part that was read changed nothing, so the reading ended',
    clear: 'What the words point to was read closely and answers clearly, so no more was read',
  }[ended];
  return `${why}; about ${unreadTokens} tokens were not read. Ask with --wait to have all of it read.`;
}

/** At least 1, since something was read, and never all of it. */
function shareText(tokens: number, tokensTotal: number): string {
  return `${Math.min(99, Math.max(1, Math.round((100 * tokens) / Math.max(1, tokensTotal))))} %`;
}

/** The same for people: evidence first, then the answer and who wrote it, then what was read. */
export function toText(result: AskResult, rootPaths: readonly string[] | undefined): string {
  const { evidence, coverage, timing, cancelled } = result;
  const parts = ['\n', ...questionHints(result).map((hint) => `${hint}\n\n`)];
  const notRead = notReadText(coverage);
  // What was not read may have the answer.
  if (result.finding !== 'clear') parts.push(notRead);
  if (evidence.length === 0) {
    parts.push('Nothing was found that answers the question.\n');
  } else {
    parts.push(
      result.finding === 'weak'
        ? 'Nothing clearly answers the question. The closest lines:\n\n'
        : `${result.places ? 'Places' : 'Evidence'}, best first:\n\n`,
    );
    const shown = result.places ? placesText(result, rootPaths) : piecesText(evidence, rootPaths);
    parts.push(shown);
  }
  // A list is printed already.
  if (!(result.places && result.answer.quoted)) parts.push(answerText(result));
  if (cancelled) parts.push('Partial: stopped before everything was read.\n');
  if (coverage.unreadTokens !== undefined) {
    const { ended, unreadTokens } = coverage;
    const text =
      ended === 'settled' || ended === 'clear' ? endedText(ended, unreadTokens) : unreadText(unreadTokens);
    parts.push(`${text}\n`);
  }
  if (result.finding === 'clear') parts.push(notRead);
  parts.push(guessedText(coverage.guessed ?? [], (item) => pathOf(item, rootPaths)));
  parts.push(readText(coverage, timing));
  return parts.join('');
}

function readText(coverage: Coverage, { totalMs }: Pick<Timing, 'totalMs'>): string {
  const skipped = coverage.skipped.length > 0 ? `, skipped ${describeSkipped(coverage.skipped)}` : '';
  const files = filesText(coverage);
  const known = Math.floor((100 * coverage.remembered) / Math.max(1, coverage.windows));
  const remembered = known > 0 ? `, ${known} % of it known from earlier questions` : '';
  return `Read ${files}, ${coverage.tokens} tokens${remembered}${skipped}; ${(totalMs / 1000).toFixed(1)} s.\n`;
}

/** How many files were read to their end. */
function filesText({ files, tokens }: AskResult['coverage']): string {
  if (files === 0 && tokens > 0) return 'parts of files';
  return files === 1 ? '1 file' : `${files} files`;
}

/** Says that not everything was read, since what was not may answer better. */
function unreadText(tokens: number): string {
  return `Only the most promising text was read; about ${tokens} tokens were not. Ask with --wait to have all of it read.`;
}

function piecesText(evidence: readonly Evidence[], rootPaths: readonly string[] | undefined): string {
  const printed = evidence.slice(0, PRINTED_EVIDENCE).map((item, i) => evidenceText(item, i, rootPaths));
  const more = evidence.length - PRINTED_EVIDENCE;
  return printed.join('') + (more > 0 ? `… and ${more} more spans (all of them with --json).\n\n` : '');
}

/** What a question for all places is answered by, one a line; what else was kept is counted. */
function placesText({ places = [], evidence }: AskResult, rootPaths: readonly string[] | undefined): string {
  const printed = places.map(
    (listed) =>
      `${lineIn(printableLine(pathOf(listed, rootPaths)), listed.place)}  ${printableLine(cutAround(listed.text, 0, PLACE_CHARS))}\n`,
  );
  const listed = new Set(places.map((place) => place.evidence));
  const others = evidence.length - listed.size;
  const count = places.length === 1 ? '1 place' : `${places.length} places`;
  const more =
    others > 0
      ? `; ${others} more ${others === 1 ? 'span fits' : 'spans fit'} less clearly (all of them with --json)`
      : '';
  return `${printed.join('')}\n${count}${more}.\n\n`;
}

function notReadText({ notRead = [] }: Coverage): string {
  if (notRead.length === 0) return '';
  return `Not read:\n${notRead.map((line) => `    ${printableLine(line)}\n`).join('')}\n`;
}

/** A piece with its lines numbered and its best line marked. */
function evidenceText(item: Evidence, index: number, rootPaths: readonly string[] | undefined): string {
  const { signature, otherPlaces = [] } = item;
  const { above, below, lines } = excerptOf(item, PRINTED_LINES, PRINTED_CHARS);
  const width = String(lineNumbers(item.place)?.endLine ?? '').length;
  const numbered = (number: number | string, text: string, mark = ' '): string =>
    `  ${mark} ${String(number).padStart(width)}  ${printableLine(text)}`.trimEnd();
  const inFile = (lines: PlacedLines): string =>
    rangeIn(printableLine(pathOf(lines, rootPaths)), lines.place);
  const printed = [`[${index + 1}] ${inFile(item)}  score ${item.score.toFixed(3)}`];
  if (otherPlaces.length > 0) {
    const more = otherPlaces.length - PRINTED_PLACES;
    const named = otherPlaces.slice(0, PRINTED_PLACES).map(inFile).join(', ');
    printed.push(`    also in ${named}${more > 0 ? ` and ${more} more` : ''}`);
  }
  if (signature) {
    printed.push(numbered(lineNumbers(signature.place)?.startLine ?? '', signature.text));
    if (signature.line < item.startLine - 1) printed.push(numbered('', '…'));
  }
  if (above > 0) printed.push(numbered('', `… ${countOf(above)} above`));
  printed.push(...lines.map(({ number, text, isBest }) => numbered(number ?? '', text, isBest ? '>' : ' ')));
  if (below > 0) printed.push(numbered('', `… ${countOf(below)} below`));
  return `${printed.join('\n')}\n\n`;
}

function countOf(lines: number): string {
  return lines === 1 ? '1 more line' : `${lines} more lines`;
}

function answerText({ answer }: Pick<AskResult, 'answer'>): string {
  const failed =
    answer.failure === undefined
      ? ''
      : `The answer ${answer.text === '' ? 'was not written' : 'is not complete'}: ${printableLine(inWords(answer.failure))}\n\n`;
  if (answer.text === '') return failed;
  const note =
    answer.unsupported.length === 0
      ? ''
      : `Not supported by the evidence, do not rely on it:\n${answer.unsupported.map(({ text }) => `    ${printable(text)}\n`).join('')}`;
  const writer = printableLine(answer.writer);
  const advice = answer.isSmall ? 'a small model: check it' : 'check it';
  const heading = answer.quoted
    ? `Answer, quoted from the evidence (it supports too little of what ${writer}, a small model, wrote)`
    : `Answer, written by ${writer} (${advice} against the evidence)`;
  return `${heading}:\n    ${printable(answer.text.replaceAll('\n', '\n    '))}\n${note}\n${failed}`;
}

function pathOf(item: FilePlace, rootPaths?: readonly string[]): string {
  const root = rootPaths?.[item.root];
  return root === undefined ? item.path : `${basename(root)}/${item.path}`;
}

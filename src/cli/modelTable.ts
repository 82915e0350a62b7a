/** The list of models on a terminal, and for programs. Pure. */
import type {
  ListedModel,
  ModelList,
  ModelPlace,
  ModelQuality,
  ModelRole,
  PreparedModels,
} from '../contract/index.ts';
import { sizeText } from '../library/index.ts';
import { inWords } from '../messages/index.ts';
import { printableLine } from '../text/index.ts';

const places: Readonly<Record<ModelPlace, string>> = {
  embedded: 'comes with InfiniAsk',
  downloaded: 'got',
  added: 'added',
  ollama: 'Ollama',
  lmStudio: 'LM Studio',
  hubCache: 'hub’s cache',
  hub: 'at the hub',
};

const HEADINGS = ['', 'id', 'where', 'size', 'memory', 'prepared', 'tokens/s', 'licence', 'good for'];

/** What is on this machine, then what could be got; `R`, `A` and `W` mark who reads, reads again and writes. */
export function modelTable({ models, inUse, prepared }: ModelList): string {
  const here = models.filter(({ place }) => place !== 'hub');
  const atHub = models.filter(({ place }) => place === 'hub');
  const parts = [`On this machine:\n${table(here.map((model) => row(model, marks(model, inUse))))}`];
  if (atHub.length > 0)
    parts.push(
      `Could be got, with "infiniask models get ID":\n${table(atHub.map((model) => row(model, '')))}`,
    );
  if (prepared && prepared.bytes > 0) parts.push(preparedText(prepared));
  parts.push(
    'R reads, A reads the best again, W writes. Any GGUF file of the hub: "infiniask models get OWNER/NAME/FILE.gguf".\n',
  );
  return parts.join('\n');
}

/** As programs get it: sentences in English. */
export function jsonModel({ goodFor, unusable, ...model }: ListedModel): Record<string, unknown> {
  return {
    ...model,
    goodFor: goodFor && inWords(goodFor),
    unusable: unusable && inWords(unusable),
  };
}

function marks({ id, place }: ListedModel, inUse: ModelList['inUse']): string {
  const fills = (role: ModelRole): boolean =>
    inUse[role] === id || (place === 'embedded' && role !== 'rereader' && inUse[role] === undefined);
  return `${fills('reader') ? 'R' : ''}${fills('rereader') ? 'A' : ''}${fills('writer') ? 'W' : ''}`;
}

function row(model: ListedModel, mark: string): string[] {
  const { id, place, sizeBytes, memory, preparedBytes, tokensPerSecond, licence, terms } = model;
  const { goodFor, quality, unusable } = model;
  const notes = [goodFor ? inWords(goodFor) : '', quality ? qualityText(quality) : ''];
  const note =
    unusable === undefined
      ? notes.filter((one) => one !== '').join('; ')
      : `cannot be used: ${inWords(unusable)}`;
  return [
    mark,
    id,
    places[place],
    sizeText(sizeBytes),
    memory ? sizeText(memory.readingBytes) : '',
    preparedBytes === undefined ? '' : sizeText(preparedBytes),
    tokensPerSecond === undefined ? '' : String(tokensPerSecond),
    `${licence ?? ''}${terms && !terms.accepted ? ' (to be accepted)' : ''}`,
    note,
  ].map(printableLine);
}

/** For example "HotpotQA 0.893 found, 0.883 by words alone". */
function qualityText({ set, recall, recallOfWords }: ModelQuality): string {
  return `${set} ${recall.toFixed(3)} found, ${recallOfWords.toFixed(3)} by words alone`;
}

/** What all prepared models take, as lines. */
function preparedText({ folder, bytes, limitBytes }: PreparedModels): string {
  return (
    `Prepared models take ${sizeText(bytes)} in ${printableLine(folder)}, at most ${sizeText(limitBytes)} ` +
    '(INFINIASK_MODELS_MB). "infiniask models remove ID" frees what one takes.\n'
  );
}

/** The last column is as long as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return `${all.map(line).join('\n')}\n`;
}

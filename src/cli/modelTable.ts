/** The list of models on a terminal, and for programs. Pure. */
import type { ListedModel, ModelList, ModelPlace, ModelRole } from '../contract/index.ts';
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

const HEADINGS = ['', 'id', 'where', 'size', 'memory', 'licence', 'good for'];

/** What is on this machine, then what could be got; `R`, `A` and `W` mark who reads, reads again and writes. */
export function modelTable({ models, inUse }: ModelList): string {
  const here = models.filter(({ place }) => place !== 'hub');
  const atHub = models.filter(({ place }) => place === 'hub');
  const parts = [`On this machine:\n${table(here.map((model) => row(model, marks(model, inUse))))}`];
  if (atHub.length > 0)
    parts.push(
      `Could be got, with "infiniask models get ID":\n${table(atHub.map((model) => row(model, '')))}`,
    );
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
  const { id, place, sizeBytes, memory, licence, terms, goodFor, unusable } = model;
  const note =
    unusable === undefined ? (goodFor ? inWords(goodFor) : '') : `cannot be used: ${inWords(unusable)}`;
  return [
    mark,
    id,
    places[place],
    sizeText(sizeBytes),
    memory ? sizeText(memory.readingBytes) : '',
    `${licence ?? ''}${terms && !terms.accepted ? ' (to be accepted)' : ''}`,
    note,
  ].map(printableLine);
}

/** The last column is as long as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return `${all.map(line).join('\n')}\n`;
}

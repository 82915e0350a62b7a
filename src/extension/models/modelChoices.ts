/** What the picker “Choose a model…” offers. Pure. */
import type { ListedModel, ModelList, ModelPlace, ModelQuality, Told } from '../../contract/index.ts';
import { inWords, type Translate } from '../../messages/index.ts';
import { printableLine } from '../../text/index.ts';
import { count } from '../numbers.ts';

/** What choosing an entry does. */
export type ModelAction =
  /** The role has this model. */
  | { readonly kind: 'use'; readonly model: ListedModel }
  /** The same, once it has been got. */
  | { readonly kind: 'get'; readonly model: ListedModel }
  /** The user names a file of this machine, or one at the hub. */
  | { readonly kind: 'file' | 'hub' };

export interface ModelChoice {
  readonly label: string;
  /** Beside the label: where it is, size, memory. */
  readonly description: string;
  /** Below: what it is good for, its licence, or why it cannot be used. */
  readonly detail: string;
  /** Missing for a heading, and for what cannot be used. */
  readonly action?: ModelAction | undefined;
  readonly isHeading: boolean;
}

export type ChosenRole = 'reader' | 'writer';

/** @param chosen id or path of the setting; empty for the embedded model */
export function modelChoices(
  { models }: ModelList,
  role: ChosenRole,
  chosen: string,
  t: Translate,
  locale?: string,
): ModelChoice[] {
  const of = (model: ListedModel): ModelChoice => choiceOf(model, role, chosen, t, locale);
  const here = models.filter(({ place }) => place !== 'hub');
  const atHub = models.filter(({ place }) => place === 'hub');
  return [
    heading(t('On this machine')),
    ...here.filter(({ unusable }) => unusable === undefined).map(of),
    entry(t('Choose a file…'), 'GGUF', 'file'),
    heading(t('Could be downloaded')),
    ...atHub.map(of),
    entry(t('Download another…'), t('any GGUF file of Hugging Face'), 'hub'),
    ...(here.some(({ unusable }) => unusable !== undefined) ? [heading(t('Cannot be used'))] : []),
    ...here.filter(({ unusable }) => unusable !== undefined).map(of),
  ];
}

function entry(label: string, description: string, kind: 'file' | 'hub'): ModelChoice {
  return { label, description, detail: '', action: { kind }, isHeading: false };
}

function choiceOf(
  model: ListedModel,
  role: ChosenRole,
  chosen: string,
  t: Translate,
  locale: string | undefined,
): ModelChoice {
  const { id, name, place, sizeBytes, memory, licence, terms, goodFor, unusable } = model;
  const { quality, tokensPerSecond } = model;
  const isChosen = chosen === '' ? place === 'embedded' : chosen === id || chosen === model.path;
  const bytes = role === 'reader' ? memory?.readingBytes : memory?.writingBytes;
  const description = [
    placeText(t, place),
    sizeText(sizeBytes, locale),
    bytes === undefined ? '' : t('about {0} of memory', sizeText(bytes, locale)),
    tokensPerSecond === undefined ? '' : t('reads {0} tokens/s here', count(tokensPerSecond)),
    terms && !terms.accepted ? t('terms to accept') : '',
  ];
  const detail = [
    unusable === undefined ? '' : inWords(named(unusable, model), t),
    goodFor === undefined ? '' : inWords(goodFor, t),
    quality === undefined || role === 'writer' ? '' : qualityText(t, quality),
    licence ?? '',
  ];
  const kind = place === 'hub' ? 'get' : 'use';
  return {
    label: `${isChosen ? '$(check) ' : ''}${printableLine(name)}`,
    description: joined(description),
    detail: joined(detail),
    action: unusable === undefined ? { kind, model } : undefined,
    isHeading: false,
  };
}

/** Names the model in place of its path, which is long, and of Ollama's a hash: the reason would stand out of sight. */
function named(told: Told, model: Pick<ListedModel, 'name' | 'path'>): Told {
  const { name, path } = model;
  if (typeof told === 'string') return path === undefined ? told : told.replaceAll(path, name);
  return { ...told, args: told.args.map((one) => named(one, model)) };
}

/** How much is found of what a known set of questions asks for, beside the words alone: figures of two models do not compare. */
function qualityText(t: Translate, { set, recall, recallOfWords }: ModelQuality): string {
  const percent = (share: number): string => count(100 * share);
  return t('{0} {1} % (words {2} %)', set, percent(recall), percent(recallOfWords));
}

/** 98362432 → "99 MB" in the user's locale. */
export function sizeText(bytes: number, locale?: string): string {
  const isLarge = bytes >= 1e9;
  const number = isLarge ? bytes / 1e9 : Math.ceil(bytes / 1e6);
  const digits = { maximumFractionDigits: isLarge ? 1 : 0 };
  return `${number.toLocaleString(locale, digits)} ${isLarge ? 'GB' : 'MB'}`;
}

function placeText(t: Translate, place: ModelPlace): string {
  switch (place) {
    case 'embedded':
      return t('comes with InfiniAsk');
    case 'downloaded':
      return t('downloaded');
    case 'added':
      return t('your file');
    case 'ollama':
      return 'Ollama';
    case 'lmStudio':
      return 'LM Studio';
    case 'hubCache':
      return t('in the cache of Hugging Face');
    case 'hub':
      return 'Hugging Face';
  }
}

function heading(label: string): ModelChoice {
  return { label, description: '', detail: '', isHeading: true };
}

function joined(parts: readonly string[]): string {
  return printableLine(parts.filter((part) => part !== '').join(' · '));
}

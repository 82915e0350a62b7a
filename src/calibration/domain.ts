import type { Format } from '../corpus/index.ts';
import type { Random } from './random.ts';

/** Heads differ by task (arXiv 2506.09944), so samples of each are made and weighed equally. */
export const groups = ['prose-en', 'prose-zh', 'code-en', 'code-zh'] as const;

export type Group = (typeof groups)[number];

/** A statement: an attribute of an entity, both as indices into the lists of their kind. */
export interface FactId {
  readonly kind: number;
  readonly relation: number;
  readonly entity: number;
}

/** A statement in words: the text that says it and the questions that ask for it. */
export interface Fact {
  /** The text with its surroundings: one sentence, or lines of code. */
  readonly text: string;
  /** The one segment of the text that says it, without white space around it. */
  readonly segment: string;
  /** In the words of the text. */
  readonly literal: string;
  /** In other words. */
  readonly paraphrase: string;
}

/** What samples of one group are made of. */
export interface Domain {
  readonly group: Group;
  readonly format: Format;
  /** Between two pieces of a text. */
  readonly separator: string;
  /** Per kind: how many relations and entities there are. Every pair of one kind makes a fact. */
  readonly kinds: readonly { readonly relations: number; readonly entities: number }[];
  /**
   * Puts a fact into words. @param bare leaves the entity out of the text, so that only the path of the file names it
   * @param style of the sample: all its files are written alike, for example in one programming language
   */
  fact(id: FactId, random: Random, bare: boolean, style: number): Fact;
  /** Text about something else. */
  filler(random: Random, style: number): string;
  /** A path that names no entity. */
  path(random: Random, style: number): string;
  /** A path that names the entity. */
  pathOf(id: FactId, style: number): string;
}

/** The text of a hover as Markdown, in which nothing from a file or a user is markup. Pure. */
import type { Translate } from '../../messages/index.ts';
import { showHidden } from '../../text/index.ts';
import type { CommandId } from '../ids.ts';
import { scoreText } from '../numbers.ts';
import { lineText } from '../placeText.ts';
import type { Mention } from './mentions.ts';
import type { Span } from './spans.ts';

interface HoverInput {
  readonly span: Span;
  readonly question: string;
  readonly total: number;
  /** Ids of the spans before and after this one. */
  readonly previous: number | undefined;
  readonly next: number | undefined;
}

/** The commands whose links a hover may contain. */
export const hoverCommands: readonly CommandId[] = ['infiniask.openEvidence', 'infiniask.showPanel'];

export function hoverMarkdown(t: Translate, { span, question, total, previous, next }: HoverInput): string {
  const title = t('InfiniAsk: evidence {0} of {1}', String(span.rank), String(total));
  const score = t('score {0}', scoreText(span.score));
  const stale = span.stale ? ` · ${t('changed since it was read')}` : '';
  const links = [
    previous === undefined ? '' : link(t('Previous'), 'infiniask.openEvidence', { id: previous }),
    next === undefined ? '' : link(t('Next'), 'infiniask.openEvidence', { id: next }),
    link(t('Show in the panel'), 'infiniask.showPanel', { id: span.id }),
  ].filter((text) => text !== '');
  return [
    `**${escapeMarkdown(title)}** · ${escapeMarkdown(score + stale)}`,
    escapeMarkdown(question),
    links.join(' · '),
  ].join('\n\n');
}

/** More places would hide the code under the hover. */
const listedMentions = 5;

interface MentionsInput {
  readonly word: string;
  /** Not empty. */
  readonly mentions: readonly Mention[];
  /** A file's path as the user knows it. */
  readonly pathOf: (file: string) => string;
}

/** The text of the hover over a word that stands in evidence elsewhere. */
export function mentionsMarkdown(t: Translate, { word, mentions, pathOf }: MentionsInput): string {
  const listed = mentions
    .slice(0, listedMentions)
    .map(
      ({ span, place }) =>
        `- ${link(lineText(t, pathOf(span.file), place), 'infiniask.openEvidence', { id: span.id })}`,
    );
  const more = mentions.length - listed.length;
  return [
    `**${escapeMarkdown(t('InfiniAsk: evidence with {0}', word))}**`,
    listed.join('\n'),
    more > 0 ? escapeMarkdown(t('and {0} more', String(more))) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function link(text: string, command: CommandId, argument: { readonly id: number }): string {
  return `[${escapeMarkdown(text)}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}

/** Makes a text plain in Markdown: no markup, links, icons, HTML, hidden characters or line breaks. */
export function escapeMarkdown(text: string): string {
  return (
    showHidden(text.replace(/\s+/g, ' ').trim())
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]()#+\-.!|~$]/g, '\\$&')
      // Markdown would turn a bare address into a link.
      .replace(/:\/\//g, '&#58;//')
      .replace(/@/g, '&#64;')
  );
}

import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { untranslated } from '../../messages/index.ts';
import { escapeMarkdown, hoverCommands, hoverMarkdown, mentionsMarkdown } from './hoverText.ts';
import { linesPlace } from '../../text/index.ts';

const span = {
  id: 4,
  rank: 2,
  score: 0.41,
  file: '/p/a',
  startLine: 0,
  endLine: 1,
  place: linesPlace(1, 2),
  lines: [],
  stale: false,
};
const hover = (question: string) =>
  hoverMarkdown(untranslated, { span, question, total: 7, previous: 3, next: undefined });

describe('escapeMarkdown', () => {
  const hostile = [
    '[click](command:workbench.action.terminal.sendSequence)',
    '<img src=x onerror=alert(1)>',
    '**bold** _it_ `code` ~~gone~~ $(flame)',
    '![](https://example.com/a.png)',
    'https://example.com and a@example.com',
    'line\n\n# heading\n\n- list\n1. list\n\n    code\n> quote\n---',
    '&lt;b&gt; \\[x\\](y) | table |',
    '[ref]: https://example.com',
  ];

  it.each(hostile)('shows %j as the text it is', async (text) => {
    const html = await marked.parse(escapeMarkdown(text));
    expect(html).toMatch(/^<p>[^<]*<\/p>\n$/);
    const shown = html
      .slice(3, -5)
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');
    expect(shown).toBe(text.replace(/\s+/g, ' '));
  });
});

describe('a name that hides characters', () => {
  it('is shown with their numbers', () => {
    expect(escapeMarkdown('a\u202Eb\u{E0041}\u2028c')).toBe('aU\\+202EbU\\+E0041 c');
  });
});

describe('hoverMarkdown', () => {
  it('links only to its own commands, with ids only', async () => {
    const html = await marked.parse(hover('where [is](command:x) it?'));
    const links = [...html.matchAll(/href="command:([^?]*)\?([^"]*)"/g)].map(([, command, argument]) => [
      command,
      decodeURIComponent(argument!),
    ]);
    expect(links).toEqual([
      ['infiniask.openEvidence', '[{"id":3}]'],
      ['infiniask.showPanel', '[{"id":4}]'],
    ]);
    expect(hoverCommands).toEqual(links.map(([command]) => command));
  });

  it('tells rank, score, question and staleness', () => {
    expect(hover('why?')).toContain('why?');
    expect(hover('why?')).toContain('evidence 2 of 7');
    expect(hover('why?')).toContain('0\\.41');
    const stale = {
      span: { ...span, stale: true },
      question: '',
      total: 1,
      previous: undefined,
      next: undefined,
    };
    expect(hoverMarkdown(untranslated, stale)).toContain('changed since it was read');
  });
});

describe('mentionsMarkdown', () => {
  const mentions = (files: readonly string[]) =>
    mentionsMarkdown(untranslated, {
      word: 'LOAN_DAYS',
      mentions: files.map((file, id) => ({ span: { ...span, id, file }, place: linesPlace(5) })),
      pathOf: (file) => file,
    });

  it('links to at most five places and counts the others', async () => {
    const html = await marked.parse(mentions(['a', 'b', 'c', 'd', 'e', 'f', 'g']));
    const ids = [...html.matchAll(/href="command:infiniask\.openEvidence\?([^"]*)">([^<]*)</g)].map(
      ([, argument, text]) => [decodeURIComponent(argument!), text],
    );
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e'].map((file, id) => [`[{"id":${id}}]`, `${file}:5`]));
    expect(html).toContain('and 2 more');
    expect(html).toContain('LOAN_DAYS');
    expect(mentions(['a'])).not.toContain('more');
  });

  it('takes no markup from names of files', async () => {
    const html = await marked.parse(mentions(['a](command:x)\n# b <img src=x>']));
    expect([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag)).toEqual(['p', 'strong', 'ul', 'li', 'a']);
    expect(html).not.toContain('href="command:x');
  });
});

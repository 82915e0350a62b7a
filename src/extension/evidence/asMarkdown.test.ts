import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { answerMarkdown, evidenceMarkdown } from './asMarkdown.ts';
import { linesPlace } from '../../text/index.ts';

const evidence = {
  root: 0,
  path: 'x',
  startLine: 3,
  endLine: 5,
  place: linesPlace(3, 5),
  score: 1,
  text: 'a\nb\nc',
};

describe('evidenceMarkdown', () => {
  it('links the lines and keeps them as they are', () => {
    expect(evidenceMarkdown('src/a b.ts', evidence)).toBe(
      '[src/a b.ts:3-5](src/a%20b.ts#L3-L5)\n\n```ts\na\nb\nc\n```\n',
    );
  });

  it('lets neither name nor text end the link or the block', () => {
    const text = '````\n<script>alert(1)</script>\n````';
    const html = marked.parse(evidenceMarkdown('a](javascript:x) <b>`.md', { ...evidence, text }), {
      async: false,
    });
    expect(html.match(/<a href="([^"]*)"/)?.[1]).toBe(
      'a%5D(javascript%3Ax)%20%3Cb%3E%60.md#L3-L5'.replace('(', '%28').replace(')', '%29'),
    );
    expect(html).not.toMatch(/<script|<b>/);
    expect(html.match(/<pre>/g)).toHaveLength(1);
  });
});

describe('hidden characters', () => {
  it('are shown in what is copied', () => {
    const copied = evidenceMarkdown('a\u2028b\u202E', { ...evidence, text: 'x\u{E0041}' });
    expect(copied).toBe('[a bU+202E:3-5](a%E2%80%A8b%E2%80%AE#L3-L5)\n\n```\nxU+E0041\n```\n');
    const answer = { text: 'y\u200B', writer: 'm', citations: [], unsupported: [] };
    expect(answerMarkdown({ answer, from: [] }, () => undefined)).toBe('yU+200B');
  });
});

describe('answerMarkdown', () => {
  it('lists what is cited', () => {
    const answer = {
      text: 'Yes [1].',
      writer: 'm',
      citations: [{ marker: '[1]', starts: [4], evidence: 0 }],
      unsupported: [],
    };
    const piece = (id: number) => (id === 7 ? { path: 'a.ts', evidence } : undefined);
    expect(answerMarkdown({ answer, from: [7] }, piece)).toBe(
      'Yes [1].\n\n- \\[1\\] [a.ts:3-5](a.ts#L3-L5)\n',
    );
    expect(answerMarkdown({ answer, from: [8] }, piece)).toBe('Yes [1].');
  });
});

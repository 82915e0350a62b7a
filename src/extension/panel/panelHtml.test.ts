import { describe, expect, it } from 'vitest';
import { panelHtml } from './panelHtml.ts';
import { panelMessage } from './panelMessages.ts';

describe('panelHtml', () => {
  const html = panelHtml({
    cspSource: 'https://csp.example',
    scriptUri: 'https://csp.example/panel.js?a=1&b="2"',
    styleUri: 'https://csp.example/panel.css',
    iconsUri: 'https://csp.example/codicon.css',
    nonce: 'abc123',
    title: 'A <b>title</b>',
    language: 'en',
  });

  it('forbids everything but its own script and style', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    expect(policy!.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc123'",
      'style-src https://csp.example',
      'font-src https://csp.example',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has no inline script or style and escapes what it is given', () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('src="https://csp.example/panel.js?a=1&amp;b=&quot;2&quot;"></script>');
    expect(html).not.toMatch(/<style|style=|<b>/);
  });
});

describe('panelMessage', () => {
  it('takes the known messages, with nothing but their own fields', () => {
    expect(panelMessage({ type: 'ask', question: 'q', path: '/etc/passwd' })).toEqual({
      type: 'ask',
      question: 'q',
      keepPinned: true,
    });
    expect(panelMessage({ type: 'ask', question: 'q', keepPinned: false })).toMatchObject({
      keepPinned: false,
    });
    expect(panelMessage({ type: 'pause', paused: true })).toEqual({ type: 'pause', paused: true });
    expect(panelMessage({ type: 'pin', id: 1, pinned: false })).toEqual({
      type: 'pin',
      id: 1,
      pinned: false,
    });
    expect(panelMessage({ type: 'why', id: 1, question: 'x' })).toEqual({ type: 'why', id: 1 });
    expect(panelMessage({ type: 'open', id: 3 })).toEqual({ type: 'open', id: 3 });
    expect(panelMessage({ type: 'openSignature', id: 0 })).toEqual({ type: 'openSignature', id: 0 });
    expect(panelMessage({ type: 'cancel' })).toEqual({ type: 'cancel' });
  });

  it.each([
    null,
    'open',
    {},
    { type: 'open' },
    { type: 'open', id: -1 },
    { type: 'open', id: 1.5 },
    { type: 'open', id: '0' },
    { type: 'openSignature' },
    { type: 'ask' },
    { type: 'run' },
    { type: 'toString' },
    { type: 'pause' },
    { type: 'pin', id: 1 },
    { type: 'pin', id: '1', pinned: true },
    { type: 'removeScope', id: -1 },
  ])('refuses %j', (value) => expect(panelMessage(value)).toBeUndefined());
});

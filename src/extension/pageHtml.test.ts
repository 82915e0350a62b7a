import { describe, expect, it } from 'vitest';
import { pageHtml } from './pageHtml.ts';

const input = {
  cspSource: 'https://csp.example',
  scriptUri: 'https://csp.example/view.js?a=1&b="2"',
  styleUris: ['https://csp.example/codicon.css', 'https://csp.example/document.css'],
  nonce: 'abc123',
  title: 'A <b>title</b>',
  language: 'en',
};
const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');

describe('pageHtml', () => {
  it('forbids the text of a document everything but its own script and style', () => {
    expect(policyOf(pageHtml(input))).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc123'",
      'style-src https://csp.example',
      'font-src https://csp.example',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has no inline script or style and escapes what it is given', () => {
    const html = pageHtml(input);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('src="https://csp.example/view.js?a=1&amp;b=&quot;2&quot;"></script>');
    expect(html).not.toMatch(/<style|style=|<b>/);
  });
});

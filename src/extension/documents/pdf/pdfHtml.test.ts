import { describe, expect, it } from 'vitest';
import { pdfHtml } from './pdfHtml.ts';

const html = (title = 'Pump.pdf') =>
  pdfHtml({
    cspSource: 'https://editor.test',
    scriptUri: 'https://editor.test/pdfView.js',
    styleUris: ['https://editor.test/a.css', 'https://editor.test/b.css'],
    nonce: 'abc',
    title,
    language: 'zh-cn',
  });

describe('pdfHtml', () => {
  it('allows one script, workers that it makes, and files of the extension', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html())?.[1];
    expect(policy?.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src 'nonce-abc' 'wasm-unsafe-eval'`,
      'worker-src blob:',
      'connect-src https://editor.test',
      'style-src https://editor.test',
      'font-src https://editor.test',
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
    expect(html().match(/<script/g)).toHaveLength(1);
  });

  it('shows names as text', () => {
    const page = html('</title><script>alert("1")</script>.pdf');
    expect(page).toContain('&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;.pdf');
    expect(page.match(/<script/g)).toHaveLength(1);
  });
});

/** The page that shows a PDF: an empty body, one script, its style sheets, and a policy that allows nothing else. Pure. */
import { escapeHtml } from '../../panel/panelHtml.ts';

export interface PdfHtmlInput {
  /** `webview.cspSource`: where the editor serves the extension's own files. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  /** New for every page. */
  readonly nonce: string;
  readonly title: string;
  /** Language of the user interface, for screen readers. */
  readonly language: string;
}

export function pdfHtml(input: PdfHtmlInput): string {
  const { cspSource, scriptUri, styleUris, nonce, title, language } = input;
  const policy = [
    `default-src 'none'`,
    // Pictures of some kinds are decoded by WebAssembly; scripts may still not be made from text.
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    // A worker of another origin is refused, so that the page makes it from its own file, which it reads.
    `worker-src blob:`,
    `connect-src ${cspSource}`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const styles = styleUris.map((uri) => `<link rel="stylesheet" href="${escapeHtml(uri)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles}
<title>${escapeHtml(title)}</title>
</head>
<body>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}

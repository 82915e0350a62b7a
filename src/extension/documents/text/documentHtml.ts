/** The page that shows a document: an empty body, one script, its style sheets, and a policy that allows nothing else. Pure. */

export interface DocumentHtmlInput {
  /** `webview.cspSource`: where the editor serves the extension's own files. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Style sheet of the icons, with the font beside it. */
  readonly iconsUri: string;
  /** New for every page. */
  readonly nonce: string;
  readonly title: string;
  /** Language of the user interface, for screen readers. */
  readonly language: string;
}

export function documentHtml(input: DocumentHtmlInput): string {
  const { cspSource, scriptUri, styleUri, iconsUri, nonce, title, language } = input;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(iconsUri)}">
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

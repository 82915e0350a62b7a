/** A page of ours in a webview: an empty body, one script, its style sheets, and a policy that allows nothing else. Pure. */

export interface PageHtmlInput {
  /** `webview.cspSource`: where the editor serves the extension's own files. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  /** New for every page. */
  readonly nonce: string;
  readonly title: string;
  /** Language of the user interface, for screen readers. */
  readonly language: string;
  /** Behind the nonce: what scripts may do besides. */
  readonly scriptSources?: string;
  /** Further directives of the policy. */
  readonly directives?: readonly string[];
}

export function pageHtml({
  cspSource,
  scriptUri,
  styleUris,
  nonce,
  title,
  language,
  scriptSources = '',
  directives = [],
}: PageHtmlInput): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'${scriptSources}`,
    ...directives,
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

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The editor's icon for a kind of file. Pure. */
const byEnding: Readonly<Record<string, string>> = {
  ...all('markdown', 'md', 'markdown', 'mdx'),
  ...all('json', 'json', 'jsonc', 'json5'),
  ...all('notebook', 'ipynb'),
  ...all('file-pdf', 'pdf'),
  ...all('file-media', 'svg'),
  ...all('terminal', 'sh', 'bash', 'zsh', 'fish', 'ps1', 'bat', 'cmd'),
  ...all('database', 'sql', 'csv', 'tsv'),
  ...all('settings-gear', 'yml', 'yaml', 'toml', 'ini', 'cfg', 'conf', 'env', 'properties'),
  ...all('book', 'rst', 'adoc', 'tex', 'epub', 'docx', 'odt', 'rtf'),
  ...all('file-text', 'txt', 'log'),
  ...all('code', 'html', 'htm', 'xml', 'vue', 'svelte'),
  ...all(
    'file-code',
    'ts',
    'tsx',
    'mts',
    'cts',
    'js',
    'jsx',
    'mjs',
    'cjs',
    'py',
    'go',
    'rs',
    'java',
    'kt',
    'cs',
  ),
  ...all(
    'file-code',
    'c',
    'h',
    'cc',
    'cpp',
    'hpp',
    'rb',
    'php',
    'swift',
    'scala',
    'lua',
    'dart',
    'r',
    'pl',
    'css',
  ),
  ...all(
    'file-code',
    'scss',
    'less',
    'graphql',
    'proto',
    'zig',
    'ex',
    'exs',
    'hs',
    'ml',
    'clj',
    'jl',
    'm',
    'mm',
  ),
};

/** Name of a codicon. */
export function fileIcon(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(byEnding, ending) ? byEnding[ending]! : 'file';
}

function all(icon: string, ...endings: string[]): Record<string, string> {
  return Object.fromEntries(endings.map((ending) => [ending, icon]));
}

/** The layer rules of ARCHITECTURE.md: one way for data, no way back. */
const layers = {
  contract: [],
  text: [],
  corpus: [],
  model: [],
  memory: [],
  retrieval: [],
  calibration: ['corpus', 'model', 'retrieval'],
  answer: ['retrieval'],
  question: ['corpus', 'retrieval'],
  writers: ['text'],
  system: [],
  engine: ['corpus', 'model', 'retrieval', 'question', 'answer', 'writers', 'memory', 'system', 'text'],
  client: ['text'],
  tool: ['text'],
  mcp: ['engine', 'tool', 'text'],
  cli: ['engine', 'corpus', 'model', 'retrieval', 'writers', 'calibration', 'tool', 'mcp', 'text'],
  extension: ['client', 'tool', 'system', 'text'],
  webview: ['text'],
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `layer-${layer}`,
      comment: `src/${layer} may use the contract and: ${allowed.join(', ') || 'no other layer'}`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: [layer, 'contract', ...allowed].map((room) => `^src/${room}/`) },
    })),
    {
      name: 'contract-imports-nothing',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'folder-entrance',
      comment: 'Another folder is entered through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'vscode-only-in-extension',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^(vscode|@types/vscode|node_modules/@types/vscode)(/|$)' },
    },
    {
      name: 'onnxruntime-only-in-model',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/model/' },
      to: { path: 'onnxruntime' },
    },
    {
      name: 'retrieval-is-pure',
      comment: 'retrieval/ sees the model through one small interface and touches no file',
      severity: 'error',
      from: { path: '^src/(retrieval|question|answer|text)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};

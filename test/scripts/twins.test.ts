import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { twins } from '../../scripts/twins.mjs';

const files = {
  'corpus/skipped.ts': "export type SkipReason = 'binary';\ninterface Own {\n  readonly path: string;\n}\n",
  'corpus/walk.ts':
    "import type { SkipReason } from './skipped.ts';\nexport const why = (): SkipReason => 'binary';\n",
  'engine/deep/protocol.ts': "export type SkipReason = 'binary' | 'empty';\n",
  'engine/panel.ts': 'export interface Chip {\n  readonly id: number;\n}\n',
  'engine/chips.ts': 'interface Chip {\n  readonly id: number;\n}\n',
  'webview/panel.test.ts': 'interface Own {\n  readonly fake: true;\n}\n',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'twins-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('finds a type that two rooms declare, but not what one room declares twice, uses or fakes', () => {
  expect(twins(folder)).toHaveLength(1);
  expect(twins(folder)[0]).toMatch(/^SkipReason: /);
  expect(twins(folder)[0]).toContain(join('corpus', 'skipped.ts'));
  expect(twins(folder)[0]).toContain(join('engine', 'deep', 'protocol.ts'));
});

it('finds none in this repository', () => {
  expect(twins(join(import.meta.dirname, '../../src'))).toEqual([]);
});

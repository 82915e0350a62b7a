/** The heads one by one, of a model with other heads beside them, are those that retrieval averages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildModel, openReader } from '../../src/model/index.ts';
import type { Manifest } from '../../src/model/index.ts';
import { modelFolder, root, temporaryFolders } from '../engine/setting.ts';

const temporary = temporaryFolders();

it('reads of each head what a model with that head alone reads', async () => {
  const folderWith = async (heads: Manifest['reader']['heads']): Promise<string> => {
    const folder = temporary();
    const manifest = JSON.parse(readFileSync(join(modelFolder, 'manifest.json'), 'utf8')) as Manifest;
    const changed = { ...manifest, reader: { ...manifest.reader, heads } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(changed));
    await buildModel(folder, join(root, 'node_modules', manifest.source.package));
    return folder;
  };
  const heads = [
    { layer: 1, head: 6 },
    { layer: 3, head: 0 },
    { layer: 3, head: 5 },
  ];
  const all = await openReader(await folderWith(heads));
  const window = all.tokensOf('The key hangs behind the blue door. The reading room opens at nine.');
  const questions = ['Where does the key hang?', 'When does it open?', 'Who?'].map((q) => all.prepare(q));
  const byHead = await all.readHeads(window, questions);
  await all.dispose();
  for (const [h, head] of heads.entries()) {
    const alone = await openReader(await folderWith([head]));
    const [scored] = await alone.read([window], questions);
    await alone.dispose();
    questions.forEach((_, q) => {
      expect(byHead[q]).toHaveLength(3);
      scored!.questions[q]!.forEach((score, i) => expect(byHead[q]![h]![i]).toBeCloseTo(score, 5));
    });
  }
});

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's folder, from a bundle in out/ as from a source file in a test. */
export function repositoryFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package-lock.json above ${__dirname}.`);
    folder = parent;
  }
  return folder;
}

/** Folder of an installed package. */
export function packageFolder(name: string): string {
  return join(repositoryFolder(), 'node_modules', name);
}

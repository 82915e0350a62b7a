/** Questions to begin with, made from names of files that are there. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Translate } from '../../messages/index.ts';
import type { ScopeRoot } from '../session/runState.ts';

/** Enough names to choose from; a look at three levels takes a moment even on a slow disk. */
const mostNames = 300;
const deepest = 3;
const passedOver = /^(\.|node_modules$|dist$|out$|build$|target$|vendor$|coverage$|__pycache__$|venv$)/i;
const code =
  /\.([cm]?[jt]sx?|py|go|rs|java|kt|cs|c|cc|cpp|h|hpp|rb|php|swift|scala|sh|lua|dart|vue|svelte)$/i;
const prose = /\.(md|markdown|txt|rst|adoc|pdf|docx|html?|ipynb)$/i;
/** Names that say nothing of what is in the file. */
const plain =
  /^(index|main|mod|lib|init|__init__|setup|utils?|helpers?|types?|constants?|config|readme|license|changelog)\b/i;
const test = /(^|[/._-])(tests?|specs?|mocks?|fixtures?|examples?)([/._-]|$)/i;

/** Paths of some files of a root, relative to it, those near its top first. */
export async function someFiles({ path, isFile, name }: ScopeRoot): Promise<string[]> {
  if (isFile) return [name];
  const files: string[] = [];
  let folders = [''];
  for (let depth = 0; depth < deepest && files.length < mostNames; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      if (files.length >= mostNames) break;
      // A folder that cannot be read has no names to offer.
      const entries = await readdir(join(path, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (passedOver.test(entry.name)) continue;
        const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) next.push(inside);
        else if (entry.isFile()) files.push(inside);
      }
    }
    folders = next;
  }
  return files.slice(0, mostNames);
}

/** At most three questions; fewer where the names give no more. @param files relative paths */
export function exampleQuestions(t: Translate, files: readonly string[]): string[] {
  const telling = (path: string) => !plain.test(nameOf(path)) && !test.test(path);
  const best = (paths: readonly string[]) =>
    [...paths].sort(
      (a, b) => Number(telling(b)) - Number(telling(a)) || depthOf(b) - depthOf(a) || compare(a, b),
    );
  const [first, ...others] = best(files.filter((path) => code.test(path)));
  const second = others.find((path) => telling(path) && stemOf(path) !== (first && stemOf(first)));
  const [document] = best(files.filter((path) => prose.test(path)));
  return [
    first === undefined ? '' : t('What does {0} do?', first),
    second === undefined ? '' : t('Where is {0} used?', stemOf(second)),
    document === undefined ? '' : t('What does {0} explain?', document),
  ].filter((question) => question !== '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stemOf(path: string): string {
  return nameOf(path).replace(/\.[^.]+$/, '');
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

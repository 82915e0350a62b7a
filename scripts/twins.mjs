// Names of types that are declared in two rooms: what rooms share is declared once, in contract/.
// Usage: node scripts/twins.mjs [FOLDER]; ends with 1 when there are any.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * @param {string} folder whose folders are the rooms
 * @returns {string[]} for each such name a line with the files that declare it
 */
export function twins(folder) {
  /** @type {Map<string, string[]>} */
  const places = new Map();
  for (const file of readdirSync(folder, { encoding: 'utf8', recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    for (const node of source.statements) {
      if (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) continue;
      const { text } = node.name;
      places.set(text, [...(places.get(text) ?? []), file]);
    }
  }
  const roomOf = (/** @type {string} */ file) => file.split(sep)[0];
  return [...places]
    .filter(([, files]) => new Set(files.map(roomOf)).size > 1)
    .map(([name, files]) => `${name}: ${files.join(', ')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = twins(process.argv[2] ?? 'src');
  for (const line of found) console.error(`Declared in two rooms: ${line}`);
  if (found.length > 0) process.exitCode = 1;
}

// Copies how well each model finds from the tables of docs/BENCHMARKS.md into models/catalogue.json; run it after a bench
// has written one of these tables. Usage: node scripts/catalogue-quality.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './prepare.mjs';

const ROWS = { recall: 'heads+lexical (default)', recallOfWords: 'lexical alone' };

/**
 * The figures of a table.
 * @param {string} text of docs/BENCHMARKS.md
 * @param {{ table: string, command: string }} quality
 * @returns {{ recall: number, recallOfWords: number }}
 */
export function figuresOf(text, { table, command }) {
  const [, after = ''] = text.split(`<!-- ${table} -->`);
  const [section = ''] = after.split(`<!-- /${table} -->`);
  if (!section.includes(`\`${command}\``))
    throw new Error(`The table ${table} was not printed by ${command}.`);
  const recallOf = (/** @type {string} */ strategy) => {
    const line = section.split('\n').find((row) => row.startsWith(`| ${strategy} `)) ?? '';
    const value = Number(line.split('|')[2]);
    if (line === '' || !(value >= 0 && value <= 1)) throw new Error(`${table} has no recall of ${strategy}.`);
    return value;
  };
  return { recall: recallOf(ROWS.recall), recallOfWords: recallOf(ROWS.recallOfWords) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = join(root, 'models', 'catalogue.json');
  const catalogue = JSON.parse(readFileSync(path, 'utf8'));
  const tables = readFileSync(join(root, 'docs', 'BENCHMARKS.md'), 'utf8');
  for (const { quality } of [catalogue.embedded, ...catalogue.models])
    if (quality) Object.assign(quality, figuresOf(tables, quality));
  const options = { ...(await resolveConfig(path)), filepath: path };
  writeFileSync(path, await format(JSON.stringify(catalogue), options));
}

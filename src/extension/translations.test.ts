/** Every text that a user can see exists in every language, and nothing is translated that is not used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { failureText } from './failureText.ts';
import { english, inWords, message, untranslated, type Translate } from '../messages/index.ts';

const root = join(import.meta.dirname, '../..');
const readJson = (path: string) =>
  JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, string>;
const bundles = readdirSync(join(root, 'l10n'));
const nls = readdirSync(root).filter((name) => /^package\.nls\..+\.json$/.test(name));

/** Paths of the program's files in some folders of `src`, tests left out. */
function filesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join('src', folder, name)),
  );
}

/** The layers whose errors come before the user in the editor. */
const engineLayers = ['client', 'engine', 'corpus', 'library', 'model', 'memory', 'answer', 'writers'];

/** Visits every node of these files. */
function visit(folders: readonly string[], onNode: (node: ts.Node, where: string) => void): void {
  for (const path of filesIn(folders)) {
    const file = ts.createSourceFile(
      path,
      readFileSync(join(root, path), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const each = (node: ts.Node): void => {
      onNode(node, `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, each);
    };
    each(file);
  }
}

/** The texts that are given to `t` or `l10n.t`, and the calls whose text is not written there. */
function translatedTexts(): { texts: Set<string>; unclear: string[] } {
  const texts = new Set<string>();
  const unclear: string[] = [];
  visit(['extension'], (node, where) => {
    if (!ts.isCallExpression(node) || !/^(t|(.*\.)?l10n\.t)$/.test(node.expression.getText())) return;
    const [text] = node.arguments;
    if (text && ts.isStringLiteralLike(text)) texts.add(text.text);
    else unclear.push(where);
  });
  return { texts, unclear };
}

/** Texts that the errors of the engine's layers hold themselves: what people are told of is a sentence of the table. */
function textsInErrors(): string[] {
  const found: string[] = [];
  visit(engineLayers, (node, where) => {
    if (
      !ts.isNewExpression(node) ||
      !/^(AskFailure|EngineError|LibraryError|ModelError|WriterError)$/.test(node.expression.getText())
    )
      return;
    const told = node.arguments?.[node.expression.getText() === 'WriterError' ? 0 : 1];
    if (
      told &&
      (ts.isStringLiteralLike(told) || ts.isTemplateExpression(told) || ts.isBinaryExpression(told))
    )
      found.push(`${where}: ${told.getText()}`);
  });
  return found;
}

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();
const missingFrom = (keys: Iterable<string>, there: Readonly<Record<string, string>>) =>
  [...keys].filter((key) => !(key in there));

describe('the texts of the extension', () => {
  const { texts, unclear } = translatedTexts();

  it('are written where they are translated', () => {
    expect(texts.size).toBeGreaterThan(50);
    expect(unclear, 'calls of t() whose text is not a literal').toEqual([]);
  });

  it('are numbered from {0} on', () => {
    for (const text of texts) {
      expect(placeholders(text), text).toEqual(placeholders(text).map((_, i) => `{${i}}`));
    }
  });

  it.each(bundles)('are all in l10n/%s with the sentences about failures, and no others', (name) => {
    expect(name).toMatch(/^bundle\.l10n\.[a-z-]+\.json$/);
    const bundle = readJson(`l10n/${name}`);
    const all = new Set([...texts, ...Object.values(english)]);
    expect(missingFrom(all, bundle), 'texts without a translation').toEqual([]);
    expect(
      Object.keys(bundle).filter((key) => !all.has(key)),
      'translations that nothing uses',
    ).toEqual([]);
    for (const [text, translation] of Object.entries(bundle)) {
      expect(translation.trim(), text).not.toBe('');
      expect(placeholders(translation), text).toEqual(placeholders(text));
    }
  });
});

describe('the texts of the manifest', () => {
  const used = new Set(
    [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key!),
  );
  const english = readJson('package.nls.json');

  it.each(['package.nls.json', ...nls])('are all in %s, and no others', (name) => {
    const there = readJson(name);
    expect(missingFrom(used, there), 'keys of package.json without a text').toEqual([]);
    expect(
      Object.keys(there).filter((key) => !used.has(key)),
      'texts that package.json does not use',
    ).toEqual([]);
    for (const [key, text] of Object.entries(there)) {
      expect(text.trim(), key).not.toBe('');
      // What a link does is no matter of language.
      const links = (from: string) => from.match(/\]\([^)]*\)/g) ?? [];
      expect(links(text), key).toEqual(links(english[key]!));
    }
  });

  it('exist in the languages of the extension', () => {
    const languages = bundles.map((name) => name.replace('bundle.l10n.', 'package.nls.'));
    expect(nls).toEqual(languages);
    expect(nls).toContain('package.nls.zh-cn.json');
  });
});

describe('what people are told of failures', () => {
  const german: Translate = (sentence, ...args) => `DE ${untranslated(sentence, ...args)}`;

  it('is a sentence of the table', () => {
    expect(textsInErrors()).toEqual([]);
  });

  it('is numbered from {0} on, and each sentence is used', () => {
    const sources = filesIn(engineLayers)
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join('\n');
    for (const [id, sentence] of Object.entries(english)) {
      expect(placeholders(sentence), sentence).toEqual(placeholders(sentence).map((_, i) => `{${i}}`));
      expect(sources, 'a sentence that nothing says').toContain(`'${id}'`);
    }
  });

  it('is translated with what it tells', () => {
    expect(inWords(message('questionTooLong', '900', '512'), german)).toBe(
      'DE The question has 900 characters; 512 is the most. Save it as a file in the folder and ask about that, or paste the part that matters.',
    );
    const path = '/a "b" {0} $&';
    expect(inWords(message('rootMissing', path), german)).toBe(
      `DE There is no file or folder at "${path}". Check the path, or choose another folder.`,
    );
    expect(
      inWords(message('nothingRemembered', '/a', message('diskFull'), message('freeSpace')), german),
    ).toBe(
      'DE Nothing new is remembered in "/a": DE the disk is full. Answers are found as before, but later questions will not be faster. DE Free some space, then start again.',
    );
    expect(inWords('Nobody knows this.', german)).toBe('Nobody knows this.');
    expect(failureText(german, message('internal', 'on\ntwo lines\u202E'))).toBe(
      'DE Something went wrong inside InfiniAsk: on two lines\uFFFD',
    );
  });

  it('names the reasons for what was skipped in the same language', () => {
    const told = message('everythingSkipped', 'a, b: not text');
    const skipped = ['a', 'b'].map((path) => ({ root: 0, path, reason: 'binary' as const }));
    expect(failureText(german, told, skipped)).toContain('(DE DE Not text: a, b)');
    const documents = [{ root: 0, path: 'a.doc', reason: 'unsupported' as const }];
    expect(failureText(german, told, documents)).toContain('a.doc. DE Some kinds of documents');
    expect(failureText(untranslated, told, skipped)).toBe(inWords(told));
    expect(failureText(german, told)).toContain('(a, b: not text)');
  });
});

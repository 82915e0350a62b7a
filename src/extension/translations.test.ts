/** Every text that a user can see exists in every language, and nothing is translated that is not used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { engineTemplates, engineText } from './engineText.ts';
import { untranslated, type Translate } from './strings.ts';

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
const engineLayers = ['client', 'engine', 'corpus', 'model', 'memory', 'answer', 'writers'];

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

/** A message with `{}` for what differs; undefined for what is not written as one. */
function templatesIn(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')];
  }
  if (ts.isBinaryExpression(node)) {
    const right = templatesIn(node.right);
    return templatesIn(node.left).flatMap((start) => right.map((end) => start + end));
  }
  if (ts.isConditionalExpression(node))
    return [...templatesIn(node.whenTrue), ...templatesIn(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return templatesIn(node.expression);
  return [];
}

/**
 * What the errors of the engine's layers say: the second argument of `new …Error('id', '…')`, the first of
 * `new WriterError('…')` and of `super('…')`.
 */
function engineMessages(): Map<string, string> {
  const messages = new Map<string, string>();
  visit(engineLayers, (node, where) => {
    if (ts.isNewExpression(node) && /(Failure|Error)$/.test(node.expression.getText())) {
      const [id, message] = node.arguments ?? [];
      if (node.expression.getText() === 'WriterError') {
        for (const text of id ? templatesIn(id) : []) messages.set(text, where);
        return;
      }
      if (!id || !message || !ts.isStringLiteralLike(id)) return;
      for (const text of templatesIn(message)) messages.set(text, where);
    }
    if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.SuperKeyword &&
      node.arguments[0]
    ) {
      for (const text of templatesIn(node.arguments[0])) messages.set(text, where);
    }
  });
  return messages;
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

  it.each(bundles)('are all in l10n/%s, and no others', (name) => {
    expect(name).toMatch(/^bundle\.l10n\.[a-z-]+\.json$/);
    const bundle = readJson(`l10n/${name}`);
    expect(missingFrom(texts, bundle), 'texts without a translation').toEqual([]);
    expect(
      Object.keys(bundle).filter((key) => !texts.has(key)),
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

describe('the messages of the engine', () => {
  const skeleton = (template: string) => template.replace(/\{\d*\}/g, '{}');
  const known = new Set(engineTemplates.map(skeleton));
  const said = engineMessages();
  const german: Translate = (message, ...args) => `DE ${untranslated(message, ...args)}`;

  it('are all known to engineText.ts', () => {
    expect(said.size).toBeGreaterThan(10);
    const unknown = [...said].filter(([text]) => !known.has(text) && /\w/.test(text.replaceAll('{}', '')));
    expect(unknown, 'messages that engineText.ts does not translate').toEqual([]);
  });

  it('are still said where engineText.ts knows them', () => {
    const sources = filesIn(engineLayers)
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join('\n')
      .replace(/['`] \+\s+['`]/g, '');
    const parts = (template: string) => skeleton(template).split('{}');
    const gone = engineTemplates.filter((template) =>
      parts(template).some((part) => !sources.includes(part)),
    );
    expect(gone, 'messages of engineText.ts that nothing says').toEqual([]);
  });

  it('are translated with what they tell', () => {
    expect(
      engineText(
        german,
        'The question has 900 characters; 512 is the most. Save it as a file in the folder and ask about that, or paste the part that matters.',
      ),
    ).toBe(
      'DE The question has 900 characters; 512 is the most. Save it as a file in the folder and ask about that, or paste the part that matters.',
    );
    const path = '/a "b"\n{0} $&';
    const message = `There is no file or folder at "${path}". Check the path, or choose another folder.`;
    expect(engineText(german, message)).toBe(`DE ${message}`);
    expect(
      engineText(
        german,
        'Nothing new is remembered in "/a": the disk is full. Answers are found as before, but later questions will not be faster. Free some space, then start again.',
      ),
    ).toBe(
      'DE Nothing new is remembered in "/a": DE the disk is full. Answers are found as before, but later questions will not be faster. DE Free some space, then start again.',
    );
    expect(engineText(german, 'Nobody knows this.')).toBe('Nobody knows this.');
  });

  it('name the reasons for what was skipped in the same language', () => {
    const message =
      'There is nothing to read: everything was skipped (a, b: not text). Choose a folder with text or code.';
    const skipped = ['a', 'b'].map((path) => ({ root: 0, path, reason: 'binary' as const }));
    expect(engineText(german, message, skipped)).toContain('(DE DE Not text: a, b)');
    const documents = [{ root: 0, path: 'a.pdf', reason: 'unsupported' as const }];
    expect(engineText(german, message, documents)).toContain('a.pdf. DE PDF, Word, EPUB and the like');
    expect(engineText(untranslated, message, skipped)).toBe(message);
  });
});

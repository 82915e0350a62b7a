import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARACTERS_PER_TOKEN, paragraphs } from './prose.ts';

const FILES_PER_FOLDER = 200;

/** What a folder of generated text is made of. */
export interface TreeSpec {
  /** Of all files together, about. */
  readonly tokens: number;
  readonly files: number;
  readonly kind: 'prose' | 'code';
}

/** Fills a folder with files of generated text, all about equally long, of which never more than one is in memory. */
export function writeTree(folder: string, { tokens, files, kind }: TreeSpec): void {
  const characters = Math.ceil((tokens * CHARACTERS_PER_TOKEN) / files);
  const text = pieces(tokens, kind);
  let rest = '';
  for (let file = 0; file < files; file++) {
    const parts = [rest];
    let length = rest.length;
    while (length < characters) {
      const { value: part, done } = text.next();
      if (done) break;
      parts.push(part);
      length += part.length;
    }
    const all = parts.join('');
    // A word may be cut in two, a file is as long as the others.
    const end = file === files - 1 ? all.length : characters;
    rest = all.slice(end);
    const sub = join(folder, `part-${String(Math.floor(file / FILES_PER_FOLDER)).padStart(5, '0')}`);
    if (file % FILES_PER_FOLDER === 0) mkdirSync(sub, { recursive: true });
    const name = `text-${String(file).padStart(7, '0')}.${kind === 'prose' ? 'txt' : 'ts'}`;
    writeFileSync(join(sub, name), all.slice(0, end));
  }
}

function* pieces(tokens: number, kind: TreeSpec['kind']): Generator<string, undefined> {
  for (const paragraph of paragraphs(tokens)) yield kind === 'prose' ? paragraph : asCode(paragraph);
  return undefined;
}

/** Each sentence as lines of calls, as short as lines of code are. */
function asCode(paragraph: string): string {
  const lines = paragraph.replace(/\S+(?: \S+){0,4} ?/g, (words) => {
    const [first, ...others] = words.trim().replaceAll('.', '').split(' ');
    return `  ${first}(${others.join(', ')});\n`;
  });
  return `{\n${lines.trimEnd()}\n}\n\n`;
}

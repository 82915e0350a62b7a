/** Finds names that code defines and headings of documents, if a question about them is worth asking. Pure. */

export interface Definition {
  readonly name: string;
  readonly kind: 'function' | 'type';
}

/** Words before a definition in common languages. */
const modifiers =
  '(?:(?:export|default|abstract|async|public|private|protected|internal|static|final|sealed|open|override|inline|data|declare|pub(?:\\([\\w:]+\\))?|unsafe|extern)\\s+)*';
const patterns: readonly (readonly [Definition['kind'], RegExp])[] = [
  [
    'type',
    new RegExp(
      `^[^\\S\\n]*${modifiers}(?:class|interface|trait|struct|enum|record|object|protocol)\\s+([\\p{L}_$][\\p{L}\\p{N}_$]*)`,
      'gmu',
    ),
  ],
  [
    'function',
    new RegExp(
      `^[^\\S\\n]*${modifiers}(?:function\\*?|def|defp|func|fn|fun)\\s+(?:\\([^)\\n]*\\)\\s*)?([\\p{L}_$][\\p{L}\\p{N}_$]*)`,
      'gmu',
    ),
  ],
  // Assignments: `app.handle = function handle(`, `const open = async (`.
  [
    'function',
    /^[^\S\n]*(?:export\s+)?(?:const\s+|[\w.$]+\.)([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?:async\s+)?(?:function\b|\([^()\n]*\)\s*(?::[^=\n]+)?=>)/gmu,
  ],
  // Go's types, and the functions of C and Haskell.
  ['type', /^type\s+([\p{L}_]\w*)\s+(?:struct|interface)\b/gmu],
  ['function', /^[a-z_][\w\s*]{0,200}?[\s*]([a-z_]\w+)\([^;(){}]*\)\s*\{/gm],
  ['function', /^([a-z][\w']*)\s+::\s/gm],
];

/** Names too common for a question. */
const common =
  /^(?:constructor|toString|initialize|callback|options?|default|register|configure|handler|execute|process|current|context|request|response|component|provider|container|controller|exception|is_?empty|to_?array|to_?string|(?:from|read|write|to)_?(?:text|string|str|bytes?|json|list|all|line|file)|get_?\w{1,4}|on_?error|abstract\w*|base\w*|test\w*)$/i;
/** A shorter name could mean anything. */
const leastLength = 7;
/** Only a name of several words says what it is about. */
const several = /\p{Ll}\p{Lu}|\p{L}_\p{L}/u;

/** The telling names that a text defines, each once, in its order. */
export function definitionsIn(text: string): Definition[] {
  const found = patterns.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ 1: name, index }) => ({ name: name!, kind, index })),
  );
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.index - b.index)
    .filter(
      ({ name }) =>
        name.length >= leastLength && several.test(name) && !/^_/.test(name) && !common.test(name),
    )
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .map(({ name, kind }) => ({ name, kind }));
}

export interface Heading {
  readonly text: string;
  /** Length of its section, in UTF-16 code units. */
  readonly length: number;
}

/** Headings that every document has. */
const formal =
  /^(?:(?:table of )?contents?|install\w*|usage|getting started|quick ?start|examples?|features?|api|licen[cs]e|contribut\w+|credits?|authors?|thanks|sponsors?|support|links|resources|overview|introduction|about|faq|changelog|releases?|requirements|badges|backers|stay in touch|philosophy|todo|notes?|getting help|help|community|governance|team|tc|see also|references?|v?\d[\d.]*)\b/i;
const leastHeading = 8;
const mostHeading = 60;
/** With links and all, in UTF-16 code units. */
const longestLine = 400;

/** The telling headings of a Markdown text, below its title. */
export function headingsIn(text: string): Heading[] {
  const headings: { text: string; start: number }[] = [];
  let isFenced = false;
  let at = 0;
  for (const line of text.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
    // A longer line is no heading that anybody is asked about, and whoever filled the folder chose its length.
    const found = isFenced || line.length > longestLine ? null : /^#{2,3}\s+(\S.*)$/.exec(line);
    if (found) headings.push({ text: plainText(found[1]!.trimEnd().replace(/\s*#+$/, '')), start: at });
    at += line.length + 1;
  }
  return headings
    .map(({ text: heading, start }, i) => ({ text: heading, length: (headings[i + 1]?.start ?? at) - start }))
    .filter(({ text: heading }) => isTelling(heading));
}

function isTelling(heading: string): boolean {
  const isLong = heading.length >= leastHeading && heading.length <= mostHeading;
  const isChinese = /\p{Script=Han}{4}/u.test(heading) && heading.length <= mostHeading;
  return (isChinese || (isLong && /\p{L}\s+\p{L}/u.test(heading))) && !formal.test(heading);
}

/** Drops links, emphasis, pictures and HTML. */
function plainText(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .trim();
}

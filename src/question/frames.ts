/** A line of a stack trace that names a place in the code. */
export interface Frame {
  /** As it stands in the trace, with `/`; of Java the package as folders. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Function with its class, as the trace has it; empty where there is none. */
  readonly name: string;
  /** Belongs to the language or to a package of others, by its path or name. */
  readonly isForeign: boolean;
}

/** A longer line is no frame: the patterns below run on short texts only. */
const MAX_FRAME_LENGTH = 1000;

interface FramePattern {
  readonly pattern: RegExp;
  /** In traces of this language the frame that failed stands last. */
  readonly innermostLast?: true;
}

/** Groups: `name`, `path`, `line`. The first that fits is taken. */
const patterns: readonly FramePattern[] = [
  // Python, and the tools that print like it.
  { pattern: /^\s*File "(?<path>[^"]+)", line (?<line>\d+)(?:, in (?<name>.+))?/, innermostLast: true },
  // C#: `at A.B.M(String s) in C:\x\File.cs:line 12`.
  { pattern: /^\s*at (?<name>[^\s(]+)\s?\(.*\) in (?<path>.+):line (?<line>\d+)/ },
  // JavaScript with the function's name: `at async f [as g] (path:1:2)`.
  {
    pattern:
      /^\s*at (?:async |new )?(?<name>[^\s()]+)(?: \[as [^\]]+\])? \((?:file:\/\/)?(?<path>[^()]+?):(?<line>\d+):\d+\)/,
  },
  // Java, Kotlin, Scala: `at module/a.b.C.m(File.java:12)`.
  { pattern: /^\s*at (?:[\w.@-]+\/\/?)*(?<name>[\w.$<>]+)\((?<path>[\w$-]+\.\w+):(?<line>\d+)\)/ },
  // JavaScript without a name, and Rust's second line: `at ./src/main.rs:4:5`.
  { pattern: /^\s*at (?:async )?(?:file:\/\/)?(?<path>[^\s()]+?):(?<line>\d+):\d+$/ },
  // Firefox and Safari: `f@http://host/path.js:1:2`.
  { pattern: /^\s*(?<name>[\w$.<>/]*)@(?<path>\S+?):(?<line>\d+):\d+$/ },
  // Ruby: `from app/x.rb:12:in 'f'`.
  { pattern: /^\s*(?:from )?(?<path>[^\s:]+\.rb):(?<line>\d+):in [`'](?<name>[^']+)'/ },
  // PHP: `#0 /var/www/x.php(12): A->f()`.
  { pattern: /^\s*#\d+ (?<path>[^()]+\.php)\((?<line>\d+)\): (?<name>[\w\\$>:-]+)/ },
  // gdb, lldb and the sanitizers: `#0 0x123 in f (x=1) at file.c:12`, `frame #0: 0x1 app`f at x.swift:3:4`.
  {
    pattern:
      /^\s*\*?\s*(?:frame )?#\d+:?\s+(?:0x[\da-f]+ )?(?:in )?(?:\S*`)?(?<name>[^\s(]+)(?:[\s(].*?)? (?<path>[^\s()]+?):(?<line>\d+)(?::\d+)?\)?$/i,
  },
  // Go: `	/src/x.go:12 +0x1d`; Rust's `--> src/main.rs:4:5`; Elixir and compilers: `src/x.c:12:5: error: …`.
  { pattern: /^\s*(?<path>[^\s:]+\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/ },
  { pattern: /^\s*-->\s+(?<path>[^\s:]+):(?<line>\d+):\d+$/ },
];

/** Paths of code that is not the user's own. */
const FOREIGN_PATH =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|\.cargo|rustc|go\/pkg\/mod|usr\/(?:lib|include|local\/(?:lib|go)))\/|^node:|^internal\/|^<|(?:^|\/)lib\/python\d/;
const FOREIGN_NAME = /^(?:java|javax|jdk|sun|kotlin|kotlinx|scala|System|Microsoft|std|core|runtime)[.:]/;

/** A line of a trace as what it names, and whether its trace ends with the innermost; undefined for any other line. */
export function frameOf(text: string): { frame: Frame; innermostLast: boolean } | undefined {
  if (text.length > MAX_FRAME_LENGTH) return undefined;
  const line = text.trimEnd();
  for (const { pattern, innermostLast = false } of patterns) {
    const groups = pattern.exec(line)?.groups;
    if (!groups) continue;
    const name = groups['name']?.trim() ?? '';
    const path = pathIn(groups['path']!, name);
    const isForeign = FOREIGN_PATH.test(path) || FOREIGN_NAME.test(name);
    return { frame: { path, line: Number(groups['line']), name, isForeign }, innermostLast };
  }
  return undefined;
}

/** A Java frame has the file's bare name, and its folder as the package of the class. */
function pathIn(path: string, name: string): string {
  const plain = path
    .replaceAll('\\', '/')
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '');
  if (plain.includes('/') || !/\.(?:java|kt|scala|groovy)$/.test(plain)) return plain;
  // The package ends before the first name with a capital.
  const packages = name.split('.').slice(0, -1);
  const type = packages.findIndex((part) => /^\p{Lu}/u.test(part));
  return [...packages.slice(0, type < 0 ? packages.length : type), plain].join('/');
}

/** How many parts two paths share at their ends. */
export function commonSuffix(a: string, b: string): number {
  const [first, second] = [a.split('/').reverse(), b.split('/').reverse()];
  const differs = first.findIndex((part, i) => part !== second[i]);
  return differs < 0 ? first.length : differs;
}

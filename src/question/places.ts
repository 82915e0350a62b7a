import { commonSuffix } from './frames.ts';
import type { Part } from './parts.ts';

/** A line of a file that a question names. */
export interface NamedLine {
  /** 1-based. */
  readonly line: number;
  /** 0 to 1: the innermost frame counts most. */
  readonly weight: number;
}

/** A name such as `index.ts` may stand for many files; beyond this number it names none. */
const MAX_FILES_OF_A_FRAME = 3;

/**
 * The lines that the frames of a question name, by file. A frame names the files whose paths share the most parts
 * with its own path, counted from the end.
 * @param paths of the files, with `/`
 */
export function namedLines(parts: readonly Part[], paths: readonly string[]): Map<string, NamedLine[]> {
  const named = new Map<string, NamedLine[]>();
  const frames = parts.filter(({ frame }) => frame && !frame.isForeign);
  if (frames.length === 0) return named;
  const byName = new Map<string, string[]>();
  for (const path of paths) byName.set(nameOf(path), [...(byName.get(nameOf(path)) ?? []), path]);
  for (const { frame, depth } of frames) {
    const { path, line } = frame!;
    const common = (byName.get(nameOf(path)) ?? []).map((file) => ({
      file,
      parts: commonSuffix(file, path),
    }));
    const most = Math.max(0, ...common.map(({ parts }) => parts));
    const files = common.filter(({ parts }) => parts === most);
    if (files.length > MAX_FILES_OF_A_FRAME) continue;
    for (const { file } of files) {
      named.set(file, [...(named.get(file) ?? []), { line, weight: 1 / (1 + depth!) }]);
    }
  }
  return named;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

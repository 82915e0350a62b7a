/** Collects what precedes the next question's evidence: selected lines and pinned pieces. Pure. */
import { relative } from 'node:path';
import type { Evidence, FilePlace } from '../../contract/index.ts';
import { linesPlace } from '../../text/index.ts';
import { isWithin } from '../../tool/index.ts';
import { filePath } from '../evidence/spans.ts';
import { keptEvidence, type RunState, type ScopeRoot } from './runState.ts';

interface Carried {
  /** The scope, and each file outside of it from which something is carried over. */
  readonly roots: readonly ScopeRoot[];
  /** Their `root` counts `roots`. */
  readonly pinned: readonly Evidence[];
}

interface PinnedPiece {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  readonly prefix?: string | undefined;
  readonly evidence: Omit<Evidence, 'root' | 'path'>;
}

/** @param run whose pinned pieces are carried over; undefined: none */
export function carry(scope: readonly ScopeRoot[], run: RunState | undefined): Carried {
  const roots = scope.filter(({ selection }) => !selection);
  const pinned = [...selected(scope), ...(run ? kept(run) : [])].map(
    ({ file, name, prefix, evidence }): Evidence => {
      const there = placeIn(roots, file);
      if (there) return { ...evidence, ...there };
      const root = roots.push({ path: file, name, isFile: true, ...(prefix ? { prefix } : {}) }) - 1;
      return { ...evidence, root, path: fileName(file) };
    },
  );
  return { roots, pinned };
}

/** Where a file stands among the places asked about; undefined where it does not. @param file absolute path */
export function placeIn(roots: readonly ScopeRoot[], file: string): FilePlace | undefined {
  const root = roots.findIndex(({ path, isFile }) => path === file || (!isFile && isWithin(file, path)));
  const from = roots[root];
  if (!from) return undefined;
  return { root, path: from.isFile ? fileName(file) : relative(from.path, file).replaceAll('\\', '/') };
}

function selected(scope: readonly ScopeRoot[]): PinnedPiece[] {
  return scope.flatMap(({ path, name, prefix, selection }) =>
    selection
      ? [
          {
            file: path,
            name,
            prefix,
            evidence: { ...selection, place: linesPlace(selection.startLine, selection.endLine), score: 1 },
          },
        ]
      : [],
  );
}

function kept(run: RunState): PinnedPiece[] {
  return keptEvidence(run).flatMap(({ id, evidence: { root, path, ...evidence } }) => {
    const file = run.pinned.includes(id) ? filePath(run.roots, root, path) : undefined;
    return file === undefined ? [] : [{ file, name: fileName(file), evidence }];
  });
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

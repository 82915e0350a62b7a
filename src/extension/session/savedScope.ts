/** Keeps the chosen scope over a reload of the window. Pure. */
import type { ScopeRoot } from './runState.ts';

/** Restores only what looks like a list of places. */
export function restoreScope(saved: unknown): readonly ScopeRoot[] | undefined {
  return Array.isArray(saved) && saved.length > 0 && saved.every(isRoot) ? saved : undefined;
}

function isRoot(value: unknown): value is ScopeRoot {
  if (typeof value !== 'object' || value === null) return false;
  const { path, name, isFile, prefix, selection } = value as Record<keyof ScopeRoot, unknown>;
  return (
    typeof path === 'string' &&
    typeof name === 'string' &&
    typeof isFile === 'boolean' &&
    (prefix === undefined || typeof prefix === 'string') &&
    (selection === undefined || isSelection(selection))
  );
}

function isSelection(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { startLine, endLine, text } = value as Record<keyof NonNullable<ScopeRoot['selection']>, unknown>;
  return typeof startLine === 'number' && typeof endLine === 'number' && typeof text === 'string';
}

/** Scope of the next question, for the panel. Pure. */
import type { LineRange, PanelChip } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import type { ScopeRoot } from '../session/runState.ts';

/** The places of a question. @param chosen whether the user chose them; folders of the workspace cannot be removed */
export function chipsOf(scope: readonly ScopeRoot[], chosen: boolean): PanelChip[] {
  return scope.map(({ name, path, isFile, selection }, id) => ({
    id,
    kind: selection ? 'selection' : isFile ? 'file' : chosen ? 'folder' : 'workspace',
    label: selection ? `${name}:${linesText(selection)}` : name,
    title: path,
    removable: chosen,
  }));
}

/** The scope in one line. */
export function scopeText(t: Translate, scope: readonly ScopeRoot[]): string {
  const names = scope.map((root) => root.name);
  return names.length === 0 ? t('No folder is open') : t('Reads {0}', names.join(', '));
}

function linesText({ startLine, endLine }: LineRange): string {
  return startLine === endLine ? String(startLine) : `${startLine}–${endLine}`;
}

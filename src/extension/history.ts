/** The questions asked in this workspace, the last one first. Pure. */
const mostKept = 50;

/** The list with this question in front; asked before, it moves there. */
export function remember(history: readonly string[], question: string): string[] {
  return [question, ...history.filter((one) => one !== question)].slice(0, mostKept);
}

/** Takes what the storage has only as far as it is a list of questions. */
export function restoreHistory(saved: unknown): string[] {
  const list = Array.isArray(saved) ? saved : [];
  return list.filter((one): one is string => typeof one === 'string').slice(0, mostKept);
}

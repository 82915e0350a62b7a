/** A longer selection is cut: it would take half a window of the model and find little. */
const longestDraft = 400;

/** Turns selected text into a draft for the question box: one line of moderate length. Pure. */
export function draftOf(selected: string): string {
  const line = selected.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longestDraft ? line : `${characters.slice(0, longestDraft - 1).join('')}…`;
}

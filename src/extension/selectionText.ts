/** Longer selections are cut: a question may take half a window of the model, and long ones find little. */
const longestDraft = 400;

/** What of selected text goes into the question box, where the user adds to it: one line, of moderate length. Pure. */
export function draftOf(selected: string): string {
  const line = selected.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longestDraft ? line : `${characters.slice(0, longestDraft - 1).join('')}…`;
}

import { createInterface } from 'node:readline/promises';

/**
 * Whether the person at the terminal agrees to terms; nobody does where there is none.
 * @param cancel called for Ctrl+C, which a terminal that is being read gives to the reader instead of the program
 * @throws AbortError after Ctrl+C
 */
export async function agrees(
  terms: string,
  cancel: () => void,
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream & { readonly isTTY?: boolean },
): Promise<boolean> {
  if (input.isTTY !== true || output.isTTY !== true) return false;
  const terminal = createInterface({ input, output });
  const stop = new AbortController();
  terminal.once('SIGINT', () => {
    cancel();
    stop.abort();
  });
  try {
    const question = `${terms}\nDo you accept these terms? (yes/no) `;
    const said = await terminal.question(question, { signal: stop.signal });
    return said.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

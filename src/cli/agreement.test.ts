import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { agrees } from './agreement.ts';

/** A terminal at which somebody types. */
function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY });
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const type = async (keys: string): Promise<void> => {
    await vi.waitFor(() => expect(shown).toContain('(yes/no)'));
    input.write(keys);
  };
  return { input, output, type };
}

describe('agrees', () => {
  it.each([
    ['yes\n', true],
    [' YES \n', true],
    ['y\n', false],
    ['\n', false],
    ['no\n', false],
  ])('takes %j for %s', async (keys, expected) => {
    const { input, output, type } = terminal();
    const said = agrees('Terms.', () => undefined, input, output);
    await type(keys);
    expect(await said).toBe(expected);
  });

  it('is cancelled with Ctrl+C', async () => {
    const { input, output, type } = terminal();
    const cancel = vi.fn();
    const said = agrees('Terms.', cancel, input, output);
    await type('\u0003');
    await expect(said).rejects.toThrow();
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('asks nobody where nobody is', async () => {
    const { input, output } = terminal(false);
    expect(await agrees('Terms.', () => undefined, input, output)).toBe(false);
  });
});

/** The command asked one question after the other, each a process of its own. */
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { shopFiles } from '../engine/shop.ts';
import { infiniask } from './command.ts';
import type { Printed } from './command.ts';

const temporary = temporaryFolders();
const shop = temporary(shopFiles);

/** @param cache folder in which a question finds the one before it */
const ask = (cache: string, ...args: string[]) =>
  infiniask(['--writer', 'none', ...args], undefined, { INFINIASK_CACHE: cache });

describe('--follow-up', () => {
  const first = 'How is a book lent out of the stock?';
  const second = 'and where is it called?';

  it('goes on from the question before, in its places, and says what it takes over', async () => {
    const cache = temporary();
    await ask(cache, first, shop);
    const { code, stdout } = await ask(cache, '--follow-up', '--json', second);
    expect(code).toBe(0);
    const printed = JSON.parse(stdout) as Printed & { carried: { from: string; names: string[] } };
    expect(Object.keys(printed.carried)).toEqual(['from', 'names', 'words', 'text']);
    expect(printed.carried).toMatchObject({ from: first, text: 'and where is take_from_shelf called?' });
    expect(printed.evidence[0]!.path).toBe('desk.py');
    const third = await ask(cache, '--follow-up', 'And what about errors?', shop);
    expect(third.stdout).toContain(`Goes on from “${second}”: searched by these too: `);
    expect(third.stdout).toContain('take_from_shelf');
  });

  it('asks as it stands where nothing was asked before, or nothing is kept', async () => {
    const cache = temporary();
    const none = await ask(cache, '--follow-up', '--json', second, shop);
    expect(none.code).toBe(0);
    expect(none.stderr).toContain('There is no question before this one');
    const printed = JSON.parse(none.stdout) as Printed;
    expect(printed).not.toHaveProperty('carried');
    expect(printed.evidence[0]!.path).toBe('opening.py');
    await ask(cache, first, shop);
    const unkept = await ask(cache, '--follow-up', '--no-cache', second, shop);
    expect(unkept.stderr).toContain('There is no question before this one');
    expect(unkept.stdout).not.toContain('Goes on from');
  });
});

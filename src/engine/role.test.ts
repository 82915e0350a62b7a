import { describe, expect, it, vi } from 'vitest';
import { Role } from './role.ts';

/** A model that knows whether it is open. */
function modelOf(name: string) {
  const model = {
    name,
    isOpen: true,
    dispose: () => {
      model.isOpen = false;
      return Promise.resolve();
    },
  };
  return model;
}
type Fake = ReturnType<typeof modelOf>;

/** Opens models `a1`, `a2`, … and remembers them. */
function opener(letter: string) {
  const opened: Fake[] = [];
  const open = (): Promise<Fake> => {
    const model = modelOf(`${letter}${opened.length + 1}`);
    opened.push(model);
    return Promise.resolve(model);
  };
  return { opened, open };
}

const nameOf = (role: Role<Fake>) => role.use(({ name }) => Promise.resolve(name));

describe('Role', () => {
  it('opens its model once, when it is first used', async () => {
    const { opened, open } = opener('a');
    const role = new Role(open);
    expect(opened).toEqual([]);
    expect(await Promise.all([nameOf(role), nameOf(role)])).toEqual(['a1', 'a1']);
    expect(await nameOf(role)).toBe('a1');
    expect(opened).toHaveLength(1);
  });

  it('is closed, and opened again by the next use', async () => {
    const { opened, open } = opener('a');
    const role = new Role(open);
    await role.close();
    await nameOf(role);
    await role.close();
    expect(opened.map(({ isOpen }) => isOpen)).toEqual([false]);
    expect(await nameOf(role)).toBe('a2');
  });

  it('is replaced while it is used: who uses it goes on with what it has, which is closed behind the last', async () => {
    const [first, second] = [opener('a'), opener('b')];
    const role = new Role(first.open);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const using = [1, 2].map(() => role.use((model) => ended.then(() => model.isOpen)));
    await nameOf(role);
    await role.replace(second.open);
    expect(await nameOf(role)).toBe('b1');
    expect(first.opened[0]!.isOpen).toBe(true);
    end();
    expect(await Promise.all(using)).toEqual([true, true]);
    expect(first.opened[0]!.isOpen).toBe(false);
    expect(second.opened[0]!.isOpen).toBe(true);
  });

  it('tries again what could not be opened', async () => {
    const { open } = opener('a');
    let broken = true;
    const role = new Role(() => (broken ? Promise.reject(new Error('broken')) : open()));
    await expect(nameOf(role)).rejects.toThrow('broken');
    await role.close();
    broken = false;
    expect(await nameOf(role)).toBe('a1');
  });

  it('lets go of a model also when its use fails', async () => {
    const { opened, open } = opener('a');
    const role = new Role(open);
    const failing = role.use(async () => {
      await role.close();
      throw new Error('no answer');
    });
    await expect(failing).rejects.toThrow('no answer');
    expect(opened[0]!.isOpen).toBe(false);
  });

  describe('while it is opened', () => {
    /** Opens when told to; remembers whether it was stopped. */
    function slow() {
      let finish: () => void = () => undefined;
      const { opened, open } = opener('a');
      const signals: AbortSignal[] = [];
      const role = new Role<Fake>(async (signal) => {
        signals.push(signal);
        await new Promise<void>((resolve, reject) => {
          finish = resolve;
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
        return open();
      });
      return { role, opened, signals, finish: () => finish() };
    }

    it('is given up when the only one who waits is stopped, and begun anew by the next', async () => {
      const { role, opened, signals, finish } = slow();
      const stop = new AbortController();
      const stopped = role.use(({ name }) => Promise.resolve(name), stop.signal);
      stop.abort(new Error('stopped'));
      await expect(stopped).rejects.toThrow('stopped');
      expect(signals[0]!.aborted).toBe(true);
      const next = nameOf(role);
      finish();
      expect(await next).toBe('a1');
      expect(signals[1]!.aborted).toBe(false);
      expect(opened).toHaveLength(1);
    });

    it('goes on for others who wait', async () => {
      const { role, signals, finish } = slow();
      const stop = new AbortController();
      const stopped = role.use(({ name }) => Promise.resolve(name), stop.signal);
      const other = nameOf(role);
      stop.abort(new Error('stopped'));
      await expect(stopped).rejects.toThrow('stopped');
      expect(signals[0]!.aborted).toBe(false);
      finish();
      expect(await other).toBe('a1');
    });

    it('is closed when it opens all the same', async () => {
      const { opened, open } = opener('a');
      let finish: () => void = () => undefined;
      const role = new Role<Fake>(() => new Promise<void>((resolve) => (finish = resolve)).then(open));
      const stop = new AbortController();
      const stopped = role.use(({ name }) => Promise.resolve(name), stop.signal);
      stop.abort(new Error('stopped'));
      await expect(stopped).rejects.toThrow('stopped');
      finish();
      await vi.waitFor(() => expect(opened.map(({ isOpen }) => isOpen)).toEqual([false]));
    });

    it('opens nothing for whoever has stopped before', async () => {
      const { role, signals } = slow();
      const stopped = role.use(({ name }) => Promise.resolve(name), AbortSignal.abort(new Error('stopped')));
      await expect(stopped).rejects.toThrow('stopped');
      expect(signals).toEqual([]);
    });
  });
});

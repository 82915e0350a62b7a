import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../contract/index.ts';
import { EndpointKeys, type Secrets } from './endpointKeys.ts';

class FakeSecrets implements Secrets {
  readonly kept = new Map<string, string>();
  get = (key: string) => Promise.resolve(this.kept.get(key));
  store = (key: string, value: string) => Promise.resolve(void this.kept.set(key, value));
  delete = (key: string) => Promise.resolve(void this.kept.delete(key));
}

const local = { url: 'http://127.0.0.1:11434/v1', model: 'm' };

/** What the endpoint at this address is sent. */
async function withKey(keys: EndpointKeys, url: string): Promise<Endpoint> {
  return (await keys.withKey({ writer: 'endpoint', endpoint: { ...local, url } })).endpoint;
}

describe('EndpointKeys', () => {
  it('gives a key to the origin that it is for, and to no other', async () => {
    const keys = new EndpointKeys(new FakeSecrets());
    expect(await keys.set(local.url, ' sk-1\n')).toBe('http://127.0.0.1:11434');
    await keys.set('https://a.example/v1', 'sk-2');
    expect(await withKey(keys, local.url)).toEqual({ ...local, apiKey: 'sk-1' });
    const other: { writer: string; endpoint?: Endpoint } = { writer: 'embedded' };
    expect(await keys.withKey(other)).toEqual({ writer: 'embedded' });
    expect(await withKey(keys, 'http://127.0.0.1:11434/other')).toHaveProperty('apiKey', 'sk-1');
    expect(await withKey(keys, 'https://a.example/v2')).toHaveProperty('apiKey', 'sk-2');
    for (const url of [
      'http://127.0.0.1:1234/v1',
      'https://127.0.0.1:11434/v1',
      'http://a.example/v1',
      'none',
    ]) {
      expect(await withKey(keys, url)).toEqual({ ...local, url });
    }
  });

  it('keeps none for what is no server', async () => {
    const secrets = new FakeSecrets();
    expect(await new EndpointKeys(secrets).set('file:///a', 'sk-1')).toBeUndefined();
    expect(secrets.kept.size).toBe(0);
  });

  it('forgets all', async () => {
    const secrets = new FakeSecrets();
    const keys = new EndpointKeys(secrets);
    await keys.set(local.url, 'sk-1');
    await keys.clear();
    expect(await withKey(keys, local.url)).toEqual(local);
    expect(secrets.kept.size).toBe(0);
  });

  it('does without a storage that is locked or damaged', async () => {
    const secrets = new FakeSecrets();
    const keys = new EndpointKeys(secrets);
    await keys.set(local.url, 'sk-1');
    for (const [name] of secrets.kept) secrets.kept.set(name, '{"http');
    expect(await withKey(keys, local.url)).toEqual(local);
    secrets.get = () => Promise.reject(new Error('locked'));
    expect(await withKey(keys, local.url)).toEqual(local);
  });
});

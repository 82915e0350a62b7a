import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { DEFAULT_PASS_OVER, isInstalled, isVersionControl, PassOver } from './excludes.ts';

describe('PassOver', () => {
  const usual = new PassOver(DEFAULT_PASS_OVER, false);

  it('passes over dependencies, caches and build output', () => {
    for (const name of ['node_modules', '__pycache__', 'dist', 'target'])
      expect(usual.has(name, true)).toBe(true);
    expect(usual.has('src', true)).toBe(false);
    expect(usual.has('dist', false)).toBe(false);
  });

  it('reads the build output of an installed package, but not its caches', () => {
    const installed = new PassOver(DEFAULT_PASS_OVER, true);
    expect(installed.has('dist', true)).toBe(false);
    expect(installed.has('node_modules', true)).toBe(true);
  });

  it('passes over lock files, source maps and minified bundles', () => {
    for (const name of ['Cargo.lock', 'go.sum', 'a.js.map', 'a.min.css'])
      expect(usual.has(name, false)).toBe(true);
    for (const name of ['lock.ts', 'map', 'link.map', 'admin.js', 'Cargo.toml'])
      expect(usual.has(name, false)).toBe(false);
  });

  it('is declared to the editor as it is here', () => {
    const { properties } = manifest.contributes.configuration;
    expect(properties['infiniask.passOver'].default).toEqual(DEFAULT_PASS_OVER);
  });

  it('takes any list, written as in .gitignore', () => {
    const own = new PassOver(['generated/', '*_pb2.py', 'both', 'a [1]/'], false);
    expect(own.has('generated', true)).toBe(true);
    expect(own.has('generated', false)).toBe(false);
    expect(own.has('x_pb2.py', false)).toBe(true);
    expect(own.has('both', true) && own.has('both', false)).toBe(true);
    expect(own.has('a 1', true)).toBe(true);
    expect(own.has('node_modules', true)).toBe(false);
  });
});

describe('names', () => {
  it('of version control and of installed packages are known', () => {
    expect(isVersionControl('.git')).toBe(true);
    expect(isVersionControl('.github')).toBe(false);
    expect(isInstalled('/a/node_modules/foo')).toBe(true);
    expect(isInstalled('C:\\a\\site-packages\\foo')).toBe(true);
    expect(isInstalled('/a/my_node_modules/foo')).toBe(false);
  });
});

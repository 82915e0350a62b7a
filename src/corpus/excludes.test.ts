import { describe, expect, it } from 'vitest';
import { isExcludedFile, isExcludedFolder, isInstalled, isVersionControl } from './excludes.ts';

describe('excludes', () => {
  it('passes over dependencies, caches and build output', () => {
    for (const name of ['node_modules', '__pycache__', 'dist', 'target'])
      expect(isExcludedFolder(name, false)).toBe(true);
    expect(isExcludedFolder('src', false)).toBe(false);
    expect(isVersionControl('.git')).toBe(true);
    expect(isVersionControl('.github')).toBe(false);
  });

  it('reads the build output of an installed package, but not its caches', () => {
    expect(isExcludedFolder('dist', true)).toBe(false);
    expect(isExcludedFolder('node_modules', true)).toBe(true);
    expect(isInstalled('/a/node_modules/foo')).toBe(true);
    expect(isInstalled('C:\\a\\site-packages\\foo')).toBe(true);
    expect(isInstalled('/a/my_node_modules/foo')).toBe(false);
  });

  it('passes over lock files, source maps and minified bundles', () => {
    for (const name of ['Cargo.lock', 'go.sum', 'a.js.map', 'a.min.css'])
      expect(isExcludedFile(name)).toBe(true);
    for (const name of ['lock.ts', 'map', 'admin.js', 'Cargo.toml']) expect(isExcludedFile(name)).toBe(false);
  });
});

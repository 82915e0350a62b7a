/** Models for the drives: small ones in folders as other programs have them, and a stand-in for the hub. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../src/library/standInHub.fixture.ts';
import { tinyModel } from '../model/tinyModel.ts';

export { answer, sha256, StandInHub } from '../../src/library/standInHub.fixture.ts';
export { tinyModel };

const word = (value: string) => ({ type: 8, value });
const named = (name: string): Buffer => tinyModel({ 'general.name': word(name) });

/** Puts models of Ollama, LM Studio and the hub's cache into a home folder, where those programs have them. */
export function makeModels(home: string): void {
  ollama(home, 'library/tiny/latest', named('Tiny of Ollama'));
  ollama(home, 'library/snake/1b', tinyModel({ 'general.architecture': word('mamba') }));
  write(join(home, '.lmstudio/models/maker/Tiny-GGUF/tiny-Q4_K_M.gguf'), named('Tiny of LM Studio'));
  hubCache(home, 'maker/tiny', 'tiny.gguf', named('Tiny of the cache'));
}

function ollama(home: string, name: string, bytes: Buffer): void {
  const store = join(home, '.ollama', 'models');
  const digest = sha256(bytes);
  const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}` }];
  write(join(store, 'manifests', 'registry.ollama.ai', name), JSON.stringify({ layers }));
  write(join(store, 'blobs', `sha256-${digest}`), bytes);
}

function hubCache(home: string, repository: string, file: string, bytes: Buffer): void {
  const model = join(home, '.cache/huggingface/hub', `models--${repository.replace('/', '--')}`);
  const blob = join(model, 'blobs', sha256(bytes));
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const link = join(model, 'snapshots', commit, file);
  write(blob, bytes);
  write(join(model, 'refs', 'main'), commit);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(blob, link);
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

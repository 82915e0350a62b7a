/** Names the folders of models: ours, and those of programs that people run models with. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Facts about the machine that decide about places; tests pass their own. */
export interface MachineFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
}

export const machineFacts = (): MachineFacts => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
});

/** Folder of models that were got: `downloaded` in `INFINIASK_MODELS`, else in the user's folder for data. */
export function modelsFolder({ env, platform, home }: MachineFacts): string {
  const named = env['INFINIASK_MODELS'];
  if (named) return join(named, 'downloaded');
  switch (platform) {
    case 'win32':
      return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'infiniask', 'models');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'infiniask', 'models');
    default:
      return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'infiniask', 'models');
  }
}

/** File of the user's choices: in `INFINIASK_CONFIG`, else in the user's folder for settings. */
export function choicesFile({ env, platform, home }: MachineFacts): string {
  const named = env['INFINIASK_CONFIG'];
  if (named) return join(named, 'models.json');
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'infiniask', 'models.json');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'infiniask', 'models.json');
    default:
      return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'infiniask', 'models.json');
  }
}

/** Folders with `manifests` and `blobs`: `OLLAMA_MODELS`, else the user's and that of the service on Linux. */
export function ollamaFolders({ env, platform, home }: MachineFacts): string[] {
  const named = env['OLLAMA_MODELS'];
  if (named) return [named];
  const own = join(home, '.ollama', 'models');
  return platform === 'linux' ? [own, '/usr/share/ollama/.ollama/models'] : [own];
}

/** LM Studio's own folders; a pointer file in the user's home may name another. */
export function lmStudioHomes({ home }: MachineFacts, pointer: string | undefined): string[] {
  const homes = [join(home, '.lmstudio'), join(home, '.cache', 'lm-studio')];
  return pointer ? [pointer, ...homes] : homes;
}

export const lmStudioPointer = ({ home }: MachineFacts): string => join(home, '.lmstudio-home-pointer');

/** The cache that the hub's own programs share. */
export function hubCacheFolder({ env, home }: MachineFacts): string {
  const { HF_HUB_CACHE: hubCache, HF_HOME: hubHome, XDG_CACHE_HOME: cache } = env;
  return hubCache || join(hubHome || join(cache || join(home, '.cache'), 'huggingface'), 'hub');
}

import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** The model that is shipped. */
const EMBEDDED_MODEL = 'minimind2-small';

/** Folder of the model to use: `INFINIASK_MODEL`, else the embedded one, found from the bundle's place in `dist`. */
export function modelFolder(): string {
  return process.env['INFINIASK_MODEL'] ?? join(__dirname, '..', 'models', EMBEDDED_MODEL);
}

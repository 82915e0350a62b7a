import { join } from 'node:path';

/** The model that is shipped. */
const EMBEDDED_MODEL = 'minimind2-small';

/** Folder of the embedded model, found from the place of the bundle in `dist`. */
export function embeddedModelFolder(): string {
  return join(__dirname, '..', 'models', EMBEDDED_MODEL);
}

/** Folder of the model that reads and writes: `INFINIASK_MODEL`, else the embedded one. */
export function modelFolder(): string {
  return process.env['INFINIASK_MODEL'] ?? embeddedModelFolder();
}

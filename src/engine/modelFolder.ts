import { join } from 'node:path';

/** The model that is shipped. */
const EMBEDDED_MODEL = 'minimind2-small';

/** Folder of the model: `INFINIASK_MODEL`, else of the embedded one, found from the place of the bundle in `dist`. */
export function modelFolder(): string {
  return process.env['INFINIASK_MODEL'] ?? join(__dirname, '..', 'models', EMBEDDED_MODEL);
}

import { DomainError } from '../../domain/errors.ts';
import { listFiles, readFile, saveFile } from '../../models/files.ts';
import type { routes } from '../contract/index.ts';
import { cleanFileName, downloadHeaders, storedMediaType } from '../http/file-safety.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';

type Routes = (typeof routes)['timeline'];

async function upload({ deps, viewer, incident, query, raw, request }: Call<Routes['upload']>) {
  const name = cleanFileName(query.name);
  if (name === '') throw invalidRequest([{ pointer: 'query:name', detail: 'needs a file name' }]);
  if (raw.length === 0) throw invalidRequest([{ pointer: '', detail: 'is empty: send the file as the body' }]);
  const file = { incidentId: incident.id, name, mediaType: storedMediaType(request.headers['content-type']), content: raw, uploadedBy: viewer.personId };
  return saveFile(deps.db, file, { mostBytes: deps.config.limits.filesPerIncident });
}

async function download({ deps, incident, params, request, response }: Call<Routes['download']>): Promise<void> {
  const file = await readFile(deps.db, incident.id, params.id);
  if (!file) throw new DomainError('not-found', 'The incident has no such file.');
  response.set({ ...downloadHeaders(file), 'content-length': String(file.size), 'content-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:` });
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

/** Files of an incident: raw uploads of at most 25 MB, as many as the incident's quota holds, and downloads that no browser executes. */
export const files: Handlers<Pick<Routes, 'files' | 'upload' | 'download'>> = {
  files: async ({ deps, incident }) => ({ data: await listFiles(deps.db, incident.id) }),
  upload,
  download,
};

import type { Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { listFiles, readFile, saveFile } from '../../models/files.ts';
import type { routes } from '../contract/index.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';

type Routes = (typeof routes)['timeline'];

const MEDIA_TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;
// Path separators and control characters have no place in a name that browsers save under.
const cleanName = (name: string): string => name.replaceAll(/[\\/]/g, '_').replaceAll(/\p{Cc}/gu, ' ').trim();

function mediaTypeOf(contentType: string | undefined): string {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(type) ? type : 'application/octet-stream';
}

async function upload({ deps, viewer, incident, query, raw, request }: Call<Routes['upload']>) {
  const name = cleanName(query.name);
  if (name === '') throw invalidRequest([{ pointer: 'query:name', detail: 'needs a file name' }]);
  if (raw.length === 0) throw invalidRequest([{ pointer: '', detail: 'is empty: send the file as the body' }]);
  return saveFile(deps.db, { incidentId: incident.id, name, mediaType: mediaTypeOf(request.headers['content-type']), content: raw, uploadedBy: viewer.personId });
}

// Whatever somebody uploaded must never run as a page of ours: it is saved, not shown, and if shown after all, without any rights.
function headers(response: Response, file: { name: string; mediaType: string; size: number }): void {
  const ascii = file.name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(file.name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  response.set({
    'content-type': file.mediaType,
    'content-length': String(file.size),
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
}

async function download({ deps, incident, params, request, response }: Call<Routes['download']>): Promise<void> {
  const file = await readFile(deps.db, incident.id, params.id);
  if (!file) throw new DomainError('not-found', 'The incident has no such file.');
  headers(response, file);
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

/** Files of an incident: raw uploads of at most 25 MB, downloads that no browser executes. */
export const files: Handlers<Pick<Routes, 'files' | 'upload' | 'download'>> = {
  files: async ({ deps, incident }) => ({ data: await listFiles(deps.db, incident.id) }),
  upload,
  download,
};

import { routes } from '../../../../api/contract/index.ts';
import { addressOf, type OutputOf } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';

/** A file as the API stored it. */
export type Uploaded = OutputOf<typeof routes.timeline.upload>;
/** The largest file the API takes, in bytes. */
export const LARGEST_FILE = routes.timeline.upload.rawBodyLimit;

/** Uploads a file and tells the progress (0 to 1); throws ApiProblem when it is refused or the network is gone, and AbortError when `signal` aborts. */
export function uploadFile(incident: string, file: File, options: { onProgress: (share: number) => void; signal?: AbortSignal }): Promise<Uploaded> {
  if (file.size > LARGEST_FILE) {
    const detail = `${file.name} has ${formatSize(file.size)}; at most ${formatSize(LARGEST_FILE)} are taken. Compress it, or share a link to it.`;
    return Promise.reject(new ApiProblem({ status: 413, title: 'The file is too large', detail }));
  }
  return new Promise((resolve, reject) => {
    // fetch tells nothing about how much of a body has been sent, so uploads use the older interface.
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(routes.timeline.upload, { params: { incident }, query: { name: nameOf(file) } }));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('x-dispatch-csrf', '1');
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => event.lengthComputable && options.onProgress(event.loaded / event.total));
    request.addEventListener('error', () => reject(ApiProblem.unreachable()));
    request.addEventListener('abort', () => reject(new DOMException('The upload was cancelled', 'AbortError')));
    request.addEventListener('load', () => void settle(request).then(resolve, reject));
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

async function settle(request: XMLHttpRequest): Promise<Uploaded> {
  const status = request.status === 0 ? 502 : request.status;
  const response = new Response(request.responseText, { status, headers: { 'content-type': request.getResponseHeader('content-type') ?? '' } });
  if (!response.ok) throw await ApiProblem.of(response);
  return (await response.json()) as Uploaded;
}

function nameOf(file: File): string {
  const name = file.name.trim().slice(-255);
  return name === '' ? 'file' : name;
}

/** Writes a size in bytes the way people say it: `482 kB`, `14.5 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

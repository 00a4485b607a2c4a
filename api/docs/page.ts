import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router, type Request, type Response } from 'express';
import { compress, encodingFor, etagOf } from '../http/send.ts';
import { createOpenApi } from '../openapi.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light" />
    <title>API reference · Dispatch</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/api/v1/docs/swagger-ui.css" />
    <link rel="stylesheet" href="/api/v1/docs/page.css" />
  </head>
  <body>
    <header><a href="/">Dispatch</a><h1>API reference</h1><a href="/api/v1/openapi.json" download="dispatch-openapi.json">openapi.json</a></header>
    <noscript>This page needs JavaScript. The same description is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
    <main id="reference"></main>
    <script src="/api/v1/docs/swagger-ui-bundle.js"></script>
    <script src="/api/v1/docs/page.js"></script>
  </body>
</html>
`;

const kinds = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', json: 'application/json' } as const;

interface Asset {
  type: string;
  load: () => Promise<Buffer>;
}

// Answers are kept in memory, packed once per encoding: the viewer's script alone is 1.4 MB.
function serveAsset(asset: Asset): (request: Request, response: Response) => Promise<void> {
  let loading: Promise<{ body: Buffer; etag: string }> | null = null;
  const packed = new Map<'br' | 'gzip', Promise<Buffer>>();
  return async (request, response) => {
    loading ??= asset.load().then((body) => ({ body, etag: etagOf(body) }));
    const { body, etag } = await loading;
    response.type(asset.type).set({ etag, 'cache-control': 'no-cache' }).vary('accept-encoding');
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    const encoding = encodingFor(request);
    if (!encoding) {
      response.end(body);
      return;
    }
    const packing = packed.get(encoding) ?? compress(body, encoding, 6);
    packed.set(encoding, packing);
    response.set('content-encoding', encoding).end(await packing);
  };
}

/** The API's description at `/api/v1/openapi.json` and its reference page at `/api/v1/docs`, all from files of ours: no other host is asked. */
export function referencePages(version: string): Router {
  const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const file = (path: string) => () => readFile(path);
  const text = (make: () => string) => async () => Buffer.from(make());
  const assets: Record<string, Asset> = {
    '/api/v1/openapi.json': { type: kinds.json, load: text(() => JSON.stringify(createOpenApi(version))) },
    '/api/v1/docs': { type: kinds.html, load: text(() => PAGE) },
    '/api/v1/docs/page.css': { type: kinds.css, load: file(join(import.meta.dirname, 'page.css')) },
    '/api/v1/docs/page.js': { type: kinds.js, load: file(join(import.meta.dirname, 'page.js')) },
    '/api/v1/docs/swagger-ui.css': { type: kinds.css, load: file(join(viewer, 'swagger-ui.css')) },
    '/api/v1/docs/swagger-ui-bundle.js': { type: kinds.js, load: file(join(viewer, 'swagger-ui-bundle.js')) },
  };
  const router = Router();
  for (const [path, asset] of Object.entries(assets)) router.get(path, serveAsset(asset));
  return router;
}

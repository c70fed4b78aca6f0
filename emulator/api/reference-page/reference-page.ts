import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DemoAccess } from './demo-access.ts';
import { buildReferenceDocument, type Module, modules, type OpenApiDocument } from './reference-document.ts';

/** Allows only files of the emulator. Swagger UI needs its inline styles and its icons, which are data URLs. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const STYLES = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

interface PageFile {
  readonly type: string;
  /** Returns the URL of the file. Called on request, because finding a package takes time at start. */
  locate(): string;
}

/** All files of the page; no other file is served. */
const files: Record<string, PageFile> = {
  'swagger-ui.css': {
    type: STYLES,
    locate: () => import.meta.resolve('swagger-ui-dist/swagger-ui.css'),
  },
  'index.css': {
    type: STYLES,
    locate: () => import.meta.resolve('swagger-ui-dist/index.css'),
  },
  'swagger-ui-bundle.js': {
    type: SCRIPT,
    locate: () => import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
  },
  'swagger-ui-standalone-preset.js': {
    type: SCRIPT,
    locate: () => import.meta.resolve('swagger-ui-dist/swagger-ui-standalone-preset.js'),
  },
  'favicon-32x32.png': {
    type: 'image/png',
    locate: () => import.meta.resolve('swagger-ui-dist/favicon-32x32.png'),
  },
  'initializer.js': { type: SCRIPT, locate: () => import.meta.resolve('./initializer.js') },
};

/**
 * Adds the API reference page at `/swagger`: Swagger UI over the contract documents, without authorization and outside
 * the contract. The bank has such a page, too. Files are read on request, so the page does not slow down the start.
 * The page loads nothing from other hosts.
 */
export function addReferencePage(server: FastifyInstance, access: DemoAccess): void {
  server.get('/swagger', (_request, reply) => send(reply, 'text/html; charset=utf-8', pageOf(access)));
  for (const [name, { type, locate }] of Object.entries(files)) {
    server.get(`/swagger/${name}`, async (_request, reply) => send(reply, type, await readFile(new URL(locate()))));
  }
  for (const module of modules) {
    server.get(`/swagger/${module}.openapi.json`, async (_request, reply) => {
      const document = buildReferenceDocument(await readDocument(module), { module, access });
      return send(reply, 'application/json; charset=utf-8', JSON.stringify(document));
    });
  }
}

async function readDocument(module: Module): Promise<OpenApiDocument> {
  const file = new URL(`../../../generated/openapi/${module}.openapi.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument;
}

function send(reply: FastifyReply, type: string, body: string | Buffer): FastifyReply {
  return reply
    .headers({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' })
    .type(type)
    .send(body);
}

/** Renders the page. The policy allows no inline script, so the initializer reads its data from its own element. */
function pageOf({ audience }: DemoAccess): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>API reference of the emulator</title>
    <link rel="stylesheet" href="/swagger/swagger-ui.css">
    <link rel="stylesheet" href="/swagger/index.css">
    <link rel="icon" type="image/png" href="/swagger/favicon-32x32.png" sizes="32x32">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/swagger/swagger-ui-bundle.js"></script>
    <script src="/swagger/swagger-ui-standalone-preset.js"></script>
    <script src="/swagger/initializer.js" data-modules="${modules.join(' ')}" data-audience="${audience}"></script>
  </body>
</html>
`;
}

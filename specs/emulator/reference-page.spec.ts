import { request as httpRequest } from 'node:http';
import { expect } from '@playwright/test';
import { modules } from '../../emulator/api/reference-page/reference-document.ts';
import { test } from './test-bank.ts';

const UNKNOWN = { errors: [{ code: 2405, message: 'No operation has this method and path' }] };

const files: [path: string, type: string, holds: RegExp][] = [
  ['/swagger', 'text/html; charset=utf-8', /<div id="swagger-ui">/],
  ['/swagger/', 'text/html; charset=utf-8', /<div id="swagger-ui">/],
  ['/swagger/swagger-ui.css', 'text/css; charset=utf-8', /\.swagger-ui/],
  ['/swagger/index.css', 'text/css; charset=utf-8', /body/],
  ['/swagger/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', /SwaggerUIBundle/],
  ['/swagger/swagger-ui-standalone-preset.js', 'text/javascript; charset=utf-8', /SwaggerUIStandalonePreset/],
  ['/swagger/initializer.js', 'text/javascript; charset=utf-8', /requestInterceptor/],
  ['/swagger/favicon-32x32.png', 'image/png', /PNG/],
  ['/swagger/core.openapi.json', 'application/json; charset=utf-8', /"onboardCustomer"/],
];
for (const [path, type, holds] of files) {
  test(`GET ${path} needs no token`, async ({ bank }) => {
    const answer = await fetch(bank.emulator.baseUrl + path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(await answer.text()).toMatch(holds);
  });
}

test('the reference page has no inline script and names no other host', async ({ bank }) => {
  const page = await (await fetch(`${bank.emulator.baseUrl}/swagger`)).text();
  expect(page.match(/<script/g)).toHaveLength(3);
  expect(page.match(/<script src="\/swagger\/[\w.-]+"[^>]*><\/script>/g)).toHaveLength(3);
  expect(page.match(/(src|href)="(?!\/swagger\/)/g)).toBeNull();
});

/** Sends path and Host unchanged; fetch would resolve the dots of a path and set its own Host. */
function getRaw(baseUrl: string, path: string, headers = {}): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    httpRequest(baseUrl, { path, headers }, async (response) => {
      const text = (await response.toArray()).join('');
      resolve({ status: response.statusCode, body: JSON.parse(text) });
    })
      .on('error', reject)
      .end();
  });
}

const notServed = [
  '/swagger/nothing.js',
  '/swagger/package.json',
  '/swagger/swagger-ui-bundle.js.map',
  '/swagger/loans.openapi.json',
  '/swagger/../package.json',
  '/swagger/..%2f..%2fpackage.json',
  '/swagger/%2e%2e/%2e%2e/package.json',
  '/swagger/..\\package.json',
  '/swagger//index.css',
];
for (const path of notServed) {
  test(`GET ${path} is not served`, async ({ bank }) => {
    expect(await getRaw(bank.emulator.baseUrl, path)).toEqual({ status: 404, body: UNKNOWN });
  });
}

interface Served {
  readonly info: { readonly description: string };
  readonly servers: unknown;
  readonly security: unknown;
  readonly components: { readonly securitySchemes?: unknown };
}

const roles = {
  core: 'partner',
  ach: 'partner',
  webhooks: 'partner',
  emulator: 'operator',
  identity: undefined,
} as const;
for (const module of modules) {
  const role = roles[module];
  test(`the ${module} document calls the emulator as ${role ?? 'anyone'}`, async ({ bank }) => {
    const { baseUrl, demo } = bank.emulator;
    const tokenUrl = '/connect/token';
    const text = await (await fetch(`${baseUrl}/swagger/${module}.openapi.json`)).text();
    const served = JSON.parse(text) as Served;
    const { clientId, clientSecret } = role === 'operator' ? demo.operator : demo.partners[0];
    const scheme = { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } };
    expect(served.servers).toEqual([{ url: '/' }]);
    expect(served.security).toEqual(role ? [{ [role]: [] }] : []);
    if (role) expect(served.components.securitySchemes).toEqual({ [role]: expect.objectContaining(scheme) });
    else expect(served.components.securitySchemes).toBeUndefined();
    expect(text, 'no operation wants a scheme that is not there').not.toContain('"bearer"');
    expect(served.info.description).toContain(clientId);
    expect(served.info.description).toContain(clientSecret);
  });
}

test('the Host header of a request occurs in no document', async ({ bank }) => {
  const { body } = await getRaw(bank.emulator.baseUrl, '/swagger/core.openapi.json', { host: 'outside.example' });
  expect(JSON.stringify(body)).not.toContain('outside.example');
});

import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { CrosscheckError } from '../../core/errors.ts';
import { loadWorkflowFile } from '../../harness/host.ts';
import { rethrowReadable } from '../../playwright/plain-error.ts';
import { runAsTest } from '../../playwright/run-as-test.ts';
import { drawFor } from '../../playwright/test-bank.ts';
import { HOSTILE_ALL, problemsOf } from './hostile-texts.ts';
import { startStubBank } from './stub-bank.ts';

const NOT_SHOWN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

test('runAsTest shows hostile texts escaped in titles, annotations and attachments', async () => {
  const api = await startStubBank(() => ({
    status: 400,
    body: { a: HOSTILE_ALL, errors: [{ code: 1, message: HOSTILE_ALL }] },
  }));
  try {
    const schema = { type: 'object', properties: { a: { type: 'integer' } }, additionalProperties: false };
    const responses = { 400: { description: 'no', content: { 'application/json': { schema } } } };
    const paths = { '/x': { get: { operationId: 'read', responses } } };
    const openapi = {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      servers: [{ url: api.target.baseUrl }],
      paths,
    };
    const step = { stepId: 'a', description: HOSTILE_ALL, operationId: 'read' };
    const document = {
      arazzo: '1.0.1',
      info: { title: 'T', version: '1' },
      sourceDescriptions: [{ name: 'api', url: 'api.json', type: 'openapi' }],
      workflows: [{ workflowId: 'w', summary: HOSTILE_ALL, steps: [step] }],
    };
    writeFileSync(test.info().outputPath('api.json'), JSON.stringify(openapi));
    writeFileSync(test.info().outputPath('w.arazzo.json'), JSON.stringify(document));
    const [workflow] = await loadWorkflowFile(test.info().outputPath('w.arazzo.json'));
    const shown: string[] = [];
    const bodies: string[] = [];
    const attach = async (name: string, { body }: { body: string }) => {
      shown.push(name);
      bodies.push(body);
    };
    const stepInfo = { attach, skip: (_is: boolean, why: string) => shown.push(why) };
    const annotations: { type: string; description: string }[] = [];
    const context = {
      test: {
        step: async (title: string, body: (info: typeof stepInfo) => Promise<void>) => {
          shown.push(title);
          await body(stepInfo).catch((error: Error) => shown.push(error.message, error.stack ?? ''));
        },
      },
      info: {
        annotations,
        attach,
        timeout: 0,
        errors: [],
        project: { name: '' },
        file: 'a.spec.ts',
        titlePath: ['a.spec.ts', 'shows'],
        config: { rootDir: '' },
      },
      bank: { target: api.target, seed: 1, isShared: false, ...drawFor(api.target, 1), newId: () => '0'.repeat(10) },
    };
    const failure = await runAsTest(workflow as never, context as never).catch((error: Error) => error);
    shown.push((failure as Error).message, ...annotations.map(({ description }) => description));
    expect(shown.length).toBeGreaterThan(4);
    expect(shown.flatMap(problemsOf)).toEqual([]);
    expect(shown.some((text) => text.includes('first\\n ✓'))).toBe(true);
    for (const body of bodies) expect(body).not.toMatch(NOT_SHOWN);
  } finally {
    await api.close();
  }
});

test('rethrowReadable shows an operating error with a hostile message escaped', () => {
  const error = new CrosscheckError({ code: 'usage', message: HOSTILE_ALL, remedy: HOSTILE_ALL });
  let message = '';
  try {
    rethrowReadable(error);
  } catch (told) {
    message = (told as Error).message;
  }
  expect([message.split('\n').length, problemsOf(message)]).toEqual([2, []]);
});

import type { Limits } from '../../core/limits.ts';
import type { RunEvent, RunReport } from '../../core/run-event.ts';
import { cosContract, joinContracts } from '../../harness/contract/contract.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import type { DescribedDocument, DescribedSource } from '../../harness/workflow/arazzo/description.ts';
import type { ArazzoDocument, ArazzoStep, ArazzoWorkflow, Components } from '../../harness/workflow/arazzo/document.ts';
import type { Location } from '../../harness/workflow/arazzo/problem.ts';
import { cosSource, type Description } from '../../harness/workflow/engine/describe-cos.ts';
import { type RunOptions, runWorkflow } from '../../harness/workflow/engine/run-workflow.ts';
import { type StubAnswer, type StubRequest, startStubBank } from './stub-bank.ts';

const json = { 'application/json': { schema: {} } };
const responses = { default: { description: 'Anything', content: json } };
const id = { name: 'id', in: 'path', required: true, schema: {} };
const inQuery = (name: string) => ({ name, in: 'query', schema: {} });
const body = (mediaType: string) => ({ requestBody: { content: { [mediaType]: { schema: {} } } }, responses });

/** A small API that accepts and answers everything, as an API of another company. */
const openApi = {
  openapi: '3.1.0',
  info: { title: 'Stub', version: '1' },
  paths: {
    '/things': {
      get: { operationId: 'listThings', parameters: ['q', 'word', 'page', 'detail'].map(inQuery), responses },
      post: { operationId: 'createThing', ...body('application/json') },
    },
    '/things/{id}': {
      get: { operationId: 'getThing', parameters: [id, ...['q', 'word', 'page', 'detail'].map(inQuery)], responses },
      put: { parameters: [id], responses },
    },
    '/forms': { post: { operationId: 'sendForm', ...body('application/x-www-form-urlencoded') } },
    '/texts': { post: { operationId: 'sendText', ...body('text/plain') } },
  },
};

/** The parts of a document that a test sets; one source `api`, and whatever `others` adds. */
export interface DocumentParts {
  readonly workflows: readonly ArazzoWorkflow[];
  readonly components?: Components;
  /** Further sources by name: documents, or another API of the same kind (`api`), or one of the bank's (`cos`). */
  readonly others?: Readonly<Record<string, DescribedDocument | 'api' | 'cos'>>;
  readonly locate?: (pointer: string) => Location | undefined;
}

let documents = 0;

/** Describes a document whose source `api` is the stub's, as the loader of files would. */
export function describeStub(parts: DocumentParts): DescribedDocument {
  const { workflows, components, others = {}, locate = () => undefined } = parts;
  const document: ArazzoDocument = {
    arazzo: '1.0.1',
    info: { title: 'Stub', version: '1' },
    sourceDescriptions: [
      { name: 'api', url: 'api.yaml', type: 'openapi' },
      ...Object.entries(others).map(([name, other]) => {
        const type = typeof other === 'string' ? ('openapi' as const) : ('arazzo' as const);
        return { name, url: `${name}.yaml`, type };
      }),
    ],
    workflows,
    ...(components ? { components } : {}),
  };
  const sources = new Map<string, DescribedSource>([['api', apiSource('api')]]);
  for (const [name, other] of Object.entries(others)) {
    if (other === 'cos') sources.set(name, cosSource(name));
    else sources.set(name, other === 'api' ? apiSource(name) : { type: 'arazzo', document: other });
  }
  documents += 1;
  return { id: `stub-${documents}`, document, sources, locate };
}

function apiSource(name: string): DescribedSource {
  const { operations } = buildContract(name, openApi, { server: 'http://127.0.0.1' });
  return {
    type: 'openapi',
    operations: Object.values(operations).map((operation) => {
      const own = operation.operationId.slice(name.length + 1);
      return own.includes(' ') ? { operation } : { name: own, operation };
    }),
  };
}

/** Builds a step that gets `/things/{path}`; default id: the path. */
export function getThing(path: string, step: Partial<ArazzoStep> = {}): ArazzoStep {
  return {
    stepId: path,
    operationId: 'getThing',
    parameters: [{ name: 'id', in: 'path', value: path }],
    ...step,
  };
}

export interface StubRun {
  readonly report: RunReport;
  readonly events: readonly RunEvent[];
  /** The received requests in order: method and path with query. */
  readonly sent: readonly string[];
  readonly requests: readonly StubRequest[];
  /** Step ids with how they ended. */
  readonly outcomes: readonly string[];
}

/** Options of the run; `server` is another address of the API than the stub's, `limits` those of the target. */
export interface StubRunOptions extends Partial<Omit<RunOptions, 'onEvent'>> {
  readonly server?: string;
  readonly limits?: Partial<Limits>;
}

/**
 * Runs a workflow of a document against a stub of the API. It answers 200 and `{}` if `answer` returns nothing, and 500
 * to every path that ends with `bad`. Default: the first workflow.
 */
export async function runStub(
  parts: DocumentParts | DescribedDocument,
  answer: (request: StubRequest) => StubAnswer | undefined = () => undefined,
  { server: otherServer, limits, ...options }: StubRunOptions = {},
): Promise<StubRun> {
  const bank = await startStubBank(
    (request) => answer(request) ?? { status: /bad(\?|$)/.test(request.path) ? 500 : 200, body: {} },
  );
  try {
    const source = 'document' in parts ? parts : describeStub(parts);
    const names = source.document.sourceDescriptions
      .filter(({ name }) => name.startsWith('api'))
      .map(({ name }) => name);
    const server = otherServer ?? bank.target.baseUrl;
    const contract = joinContracts(cosContract, ...names.map((name) => buildContract(name, openApi, { server })));
    const description: Description = { source, contract, contractDigest: '', documentDigest: '' };
    const events: RunEvent[] = [];
    const report = await runWorkflow(description, {
      target: { ...bank.target, ...(limits ? { limits } : {}) },
      inputs: {},
      seed: 1,
      observesBooks: false,
      workflowId: source.document.workflows[0]?.workflowId ?? '',
      onEvent: (event) => events.push(event),
      ...options,
    });
    return {
      report,
      events,
      requests: bank.requests,
      sent: bank.requests.map(({ method, path }) => `${method} ${path}`),
      outcomes: report.steps.map(({ stepId, outcome }) => `${stepId} ${outcome}`),
    };
  } finally {
    await bank.close();
  }
}

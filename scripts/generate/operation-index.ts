import type { Operation, OperationParameter, OperationResponse, Provenance } from '../../core/operation.ts';
import { type JsonObject, resolve, spreadProvenance, walkObjects } from './schema-walk.ts';

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** Lists every operation of the bundled documents, in the order of the documents. */
export function listOperations(documents: Record<string, JsonObject>): Operation[] {
  const operations: Operation[] = [];
  for (const [source, original] of Object.entries(documents)) {
    const document = spreadProvenance(original) as JsonObject;
    for (const [path, item] of Object.entries(document.paths as Record<string, JsonObject>)) {
      for (const method of METHODS) {
        const node = item[method] as JsonObject | undefined;
        if (node && !node.operationId) throw new Error(`${method} ${path} of ${source} carries no operationId`);
        if (node) operations.push(describeOperation({ document, source, path, method, node }));
      }
    }
  }
  const ids = operations.map((operation) => operation.operationId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`Two operations carry the operationId "${twice}"`);
  return operations;
}

interface OperationNode {
  document: JsonObject;
  source: string;
  path: string;
  method: (typeof METHODS)[number];
  node: JsonObject;
}

function describeOperation({ document, source, path, method, node }: OperationNode): Operation {
  const parameters = ((node.parameters as JsonObject[] | undefined) ?? []).map((parameter): OperationParameter => {
    const { name, in: place, required } = resolve(document, parameter);
    return { name: String(name), in: place as OperationParameter['in'], required: required === true };
  });
  const content = (node.requestBody as JsonObject | undefined)?.content as JsonObject | undefined;
  const requestContentType = content && Object.keys(content)[0];
  const responses: Record<string, OperationResponse> = {};
  for (const [status, reference] of Object.entries(node.responses as Record<string, JsonObject>)) {
    const response = resolve(document, reference);
    responses[status] = { ...describeBody(response), ...marksOf(response) };
  }
  return {
    operationId: String(node.operationId),
    source,
    method,
    path,
    parameters,
    ...(requestContentType ? { requestContentType } : {}),
    responses,
    ...marksOf(node),
    document: String(node['x-document']),
  };
}

/** Describes the body of a response; names its media types if it is not JSON. */
function describeBody({ content }: JsonObject): Pick<OperationResponse, 'hasBody' | 'mediaTypes'> {
  if (content === undefined) return { hasBody: false };
  const mediaTypes = Object.keys(content as JsonObject);
  return { hasBody: true, ...(mediaTypes.includes('application/json') ? {} : { mediaTypes }) };
}

function marksOf(node: JsonObject): { provenance: Provenance; discrepancy?: string } {
  const discrepancy = node['x-discrepancy'];
  return {
    provenance: node['x-provenance'] as Provenance,
    ...(typeof discrepancy === 'string' ? { discrepancy } : {}),
  };
}

/** Describes an event without its schema. */
function describeEvent(item: JsonObject): object {
  const resource = item['x-resource'];
  return {
    summary: String((item.post as JsonObject).summary),
    ...(typeof resource === 'string' ? { resource } : {}),
    ...marksOf(item),
    document: String(item['x-document']),
  };
}

/** Renders the module with the index of the events, in the order of the document. */
export function buildEventIndex(document: JsonObject): string {
  const marked = spreadProvenance(document) as JsonObject;
  const index = Object.fromEntries(
    Object.entries(marked.webhooks as Record<string, JsonObject>).map(([name, item]) => [name, describeEvent(item)]),
  );
  return `
import type { EventDescription } from '../core/event.ts';

/** Every event of the contract by its name. */
export const events = ${JSON.stringify(index, null, 2)} as const satisfies Record<string, EventDescription>;

export type EventName = keyof typeof events;
`;
}

/** Renders the module with the operation index and the names of the properties that must not be recorded. */
export function buildOperationIndex(documents: Record<string, JsonObject>): string {
  const index = Object.fromEntries(listOperations(documents).map((operation) => [operation.operationId, operation]));
  const sensitive = new Set<string>();
  walkObjects(documents, (node) => {
    for (const [name, child] of Object.entries((node.properties ?? {}) as Record<string, JsonObject>)) {
      if (child['x-sensitive'] === true) sensitive.add(name);
    }
  });
  return `
import type { Operation } from '../core/operation.ts';

/** Every operation of the contract by its operationId. */
export const operations = ${JSON.stringify(index, null, 2)} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

/** Names of the properties that the contract marks \`x-sensitive\`: masked wherever an exchange is recorded. */
export const sensitiveProperties: ReadonlySet<string> = new Set(${JSON.stringify([...sensitive].sort())});
`;
}

import { readFileSync } from 'node:fs';
import { contractDocuments } from '../../core/contract-documents.ts';

interface Operation {
  security?: unknown;
}

interface OpenApi {
  readonly openapi: string;
  readonly security?: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const METHODS = ['get', 'put', 'post', 'delete'];

/**
 * Joins the documents of the contract for a judge that accepts a single one. Paths do not overlap; components get their
 * source's name (`core.Account`), except security schemes, which are the same; each operation keeps its document's
 * security.
 */
export function joinContract() {
  const paths: Record<string, OpenApi['paths'][string]> = {};
  const components: Record<string, Record<string, unknown>> = {};
  for (const source of contractDocuments) {
    const document = readDocument(source);
    for (const [path, item] of Object.entries(document.paths)) {
      if (path in paths) throw new Error(`Two documents of the contract have ${path}`);
      for (const method of METHODS) {
        const operation = item[method];
        if (operation) operation.security ??= document.security;
      }
      paths[path] = item;
    }
    for (const [kind, parts] of Object.entries(document.components)) {
      const named = Object.entries(parts).map(([name, part]) => [
        kind === 'securitySchemes' ? name : `${source}.${name}`,
        part,
      ]);
      components[kind] = { ...components[kind], ...Object.fromEntries(named) };
    }
  }
  return { openapi: '3.1.0', info: { title: 'The contract', version: '1' }, paths, components };
}

function readDocument(source: string): OpenApi {
  const text = readFileSync(`generated/openapi/${source}.openapi.json`, 'utf8');
  return JSON.parse(text.replaceAll(/"#\/components\/(\w+)\//g, `"#/components/$1/${source}.`)) as OpenApi;
}

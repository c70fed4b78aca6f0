import { isObject, type JsonObject, notExecutable } from './document.ts';

/**
 * Returns the base URL of an operation, without a trailing slash: the first server of the operation, its path or the
 * document, with the defaults of its variables. Throws a CrosscheckError if it is not absolute. Source: OpenAPI 3.1,
 * Server Object.
 */
export function findServer(operationId: string, owners: readonly JsonObject[]): string {
  const servers = owners.map(({ servers }) => servers).find((list) => Array.isArray(list) && list.length > 0);
  const [first] = (servers ?? []) as JsonObject[];
  const url = first === undefined ? '/' : fillIn(first);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw notExecutable(
      `Operation "${operationId}" has no absolute server: its document says "${url}"`,
      'Name the address of the server, for example http://127.0.0.1:3000',
    );
  }
  return withoutSlash(url);
}

/** Removes the trailing slash of an address, because paths begin with one. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function fillIn({ url, variables }: JsonObject): string {
  return String(url).replace(/\{([^{}]+)\}/g, (variable, name: string) => {
    const described = isObject(variables) ? variables[name] : undefined;
    return isObject(described) && described.default !== undefined ? String(described.default) : variable;
  });
}

import { isObject, type JsonObject, notExecutable } from './document.ts';

/**
 * The address before an operation's path: the first server of the first owner that names any (the operation, its path, the
 * document), with the defaults of its variables and without a slash at its end. Throws a CrosscheckError when that is not
 * an absolute address. Source: OpenAPI 3.1, Server Object.
 */
export function findServer(operationId: string, owners: readonly JsonObject[]): string {
  const servers = owners.map(({ servers }) => servers).find((list) => Array.isArray(list) && list.length > 0);
  const [first] = (servers ?? []) as JsonObject[];
  const url = first === undefined ? '/' : fillIn(first);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw notExecutable(
      `Operation "${operationId}" has no absolute server: its document says "${url}"`,
      'Give the address of the server, for example http://127.0.0.1:3000',
    );
  }
  return withoutSlash(url);
}

/** An address as operations carry it: their paths begin with a slash. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function fillIn({ url, variables }: JsonObject): string {
  return String(url).replace(/\{([^{}]+)\}/g, (variable, name: string) => {
    const described = isObject(variables) ? variables[name] : undefined;
    return isObject(described) && described.default !== undefined ? String(described.default) : variable;
  });
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeForbiddenAddress, describeForbiddenBase } from '../../../core/address-guard.ts';
import { CrosscheckError } from '../../../core/errors.ts';
import { maskUserinfo } from '../../../core/loopback.ts';
import { contractDigests } from '../../../generated/contract-digests.ts';
import { type Contract, cosContract, joinContracts } from '../../contract/contract.ts';
import type { DescribedDocument, DescribedSource } from '../arazzo/description.ts';
import type { ArazzoDocument, SourceDescription } from '../arazzo/document.ts';
import type { Problem } from '../arazzo/problem.ts';
import { checkSchema } from '../arazzo/schema/check-schema.ts';
import { parseSourceText, type SourceText } from '../arazzo/source-text.ts';
import { digestOf } from '../engine/checkpoint.ts';
import { COS_DIGEST, cosSource, type Description } from '../engine/describe-cos.ts';

/** The options of loading a document. */
export interface LoadOptions {
  /** The base URLs of sources, by their names; they override the `servers` of the source's document. */
  readonly servers?: Readonly<Record<string, string>>;
}

/** A loaded document, or the problems of it and its sources. */
export interface LoadedDescription {
  /** Absent if there are problems. */
  readonly description?: Description;
  readonly problems: readonly Problem[];
}

/**
 * Reads an Arazzo document and its sources from files, or from URLs on this machine. An OpenAPI source that is byte for
 * byte one of the contract's own documents uses the built-in contract. Any other source becomes a separate contract;
 * its requests go to `servers[name]` or to the server that its document names. Problems are collected, each with its
 * place.
 */
export async function loadDescription(file: string, { servers = {} }: LoadOptions = {}): Promise<LoadedDescription> {
  const isAddress = /^https?:/i.test(file);
  if (isAddress && !URL.canParse(file))
    return { problems: [{ message: `Cannot read "${maskUserinfo(file)}", which is not a URL` }] };
  const loader = new Loader(isAddress ? new URL(file) : pathToFileURL(resolve(file)), servers);
  const source = await loader.loadEntry(file);
  const { problems, contracts, digests, documents } = loader;
  if (!source || problems.length > 0) return { problems };
  const isCos = digests.size === 0;
  const contract = isCos ? cosContract : joinContracts(cosContract, ...contracts);
  const contractDigest = isCos ? COS_DIGEST : digestOf([COS_DIGEST, ...digests]);
  const documentDigest = digestOf([...documents.values()].map(({ id, document }) => [id, document]));
  return { problems, description: { source, contract, contractDigest, documentDigest, file } };
}

class Loader {
  readonly problems: Problem[] = [];
  readonly contracts: Contract[] = [];
  /** The SHA-256 of each source that is not the bank's, by its id. */
  readonly digests = new Map<string, string>();
  /** Every Arazzo document, by its URL. */
  readonly documents = new Map<string, DescribedDocument>();
  private readonly entry: URL;
  private readonly servers: ReadonlyMap<string, string>;
  private readonly openapi = new Map<string, DescribedSource>();

  constructor(entry: URL, servers: Readonly<Record<string, string>>) {
    this.entry = entry;
    this.servers = new Map(Object.entries(servers));
  }

  async loadEntry(file: string): Promise<DescribedDocument | undefined> {
    const url = this.entry;
    const text = await this.read(url, `Cannot read "${file}"`);
    return text === undefined ? undefined : await this.describe(url, await parseSourceText(nameOf(url), text));
  }

  private async describe(url: URL, text: SourceText): Promise<DescribedDocument | undefined> {
    const found = checkSchema(text);
    this.problems.push(...found);
    if (found.length > 0) return undefined;
    const document = text.value as ArazzoDocument;
    const sources = new Map<string, DescribedSource>();
    const id = idOf(url, this.entry);
    const described: DescribedDocument = { id, document, sources, locate: (pointer) => text.locate(pointer) };
    this.documents.set(url.href, described);
    for (const [at, source] of document.sourceDescriptions.entries()) {
      const location = text.locate(`/sourceDescriptions/${at}/url`);
      const before = this.problems.length;
      const loaded = source.type === 'asyncapi' ? undefined : await this.loadSource(url, source);
      if (loaded) sources.set(source.name, loaded);
      this.problems.splice(before, Infinity, ...this.problems.slice(before).map((one) => ({ location, ...one })));
    }
    return described;
  }

  private async loadSource(
    base: URL,
    { name, url: address, type }: SourceDescription,
  ): Promise<DescribedSource | undefined> {
    const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
    if (!url) return this.fail(`Source "${name}" has the URL "${address}", which is invalid`);
    const known = this.documents.get(url.href);
    if (known) return { type: 'arazzo', document: known };
    const read = this.openapi.get(url.href);
    if (read) return read;
    const text = await this.read(url, `Cannot read the source "${name}"`);
    if (text === undefined) return undefined;
    const digest = createHash('sha256').update(text).digest('hex');
    const [own] = Object.entries(contractDigests).find(([, known]) => known === digest) ?? [];
    if (own !== undefined) return cosSource(own);
    const parsed = await parseSourceText(nameOf(url), text);
    if (type === 'arazzo' || (type === undefined && isArazzo(parsed.value))) {
      const document = await this.describe(url, parsed);
      return document && { type: 'arazzo', document };
    }
    this.problems.push(...parsed.problems);
    if (parsed.problems.length > 0) return undefined;
    this.digests.set(idOf(url, this.entry), digest);
    return await this.buildSource(url, name, parsed.value);
  }

  private async buildSource(url: URL, name: string, document: unknown): Promise<DescribedSource | undefined> {
    // This loads the schema compiler, which the bank's own documents do not need.
    const { buildContract } = await import('../../contract/openapi/build-contract.ts');
    const used = this.contracts.flatMap(({ operations }) => Object.values(operations).map(({ source }) => source));
    const prefix = used.includes(name) ? `${name}-${this.contracts.length + 1}` : name;
    const server = this.servers.get(name);
    try {
      const contract = buildContract(prefix, document as never, server === undefined ? {} : { server });
      const allowed = Object.values(contract.operations).map((operation) => this.checkServer(name, operation.server));
      if (allowed.includes(false)) return undefined;
      this.contracts.push(contract);
      const operations = Object.values(contract.operations).map((operation) => ({
        name: operation.operationId.slice(prefix.length + 1),
        operation,
      }));
      const source: DescribedSource = { type: 'openapi', operations };
      this.openapi.set(url.href, source);
      return source;
    } catch (error) {
      if (!(error instanceof CrosscheckError)) throw error;
      return this.fail(`Source "${name}": ${error.message}`);
    }
  }

  /** Returns false and adds a problem for a server that must not be called. Each server is reported once. */
  private checkServer(name: string, server = ''): boolean {
    const problem = describeForbiddenBase(server, 'local');
    const message = `The server "${maskUserinfo(server)}" of source "${name}" ${problem}`;
    if (problem !== undefined && !this.problems.some((known) => known.message === message)) this.fail(message);
    return problem === undefined;
  }

  /**
   * Reads a file, or a URL on this machine. A URL elsewhere becomes a problem: a document must not cause requests to
   * other hosts.
   */
  private async read(url: URL, what: string): Promise<string | undefined> {
    if (url.protocol === 'file:')
      return await readFile(url, 'utf8').catch((error: unknown) => this.fail(`${what}: ${describeError(error)}`));
    if (url.username !== '' || url.password !== '')
      return this.fail(`${what}: its URL contains a user name or password`);
    if (describeForbiddenAddress(url.href, 'local') !== undefined)
      return this.fail(`${what} at "${url.href}": it is not on this machine. Save it as a file and name that`);
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(READ_MS) });
      if (response.ok) return await response.text();
      return this.fail(`${what}: "${url.href}" returned status ${response.status}`);
    } catch (error) {
      return this.fail(`${what}: "${url.href}" does not respond (${(error as Error).message})`);
    }
  }

  private fail(message: string): undefined {
    this.problems.push({ message: maskUserinfo(message) });
    return undefined;
  }
}

const READ_MS = 10_000;

function nameOf(url: URL): string {
  return url.protocol === 'file:' ? relative(process.cwd(), fileURLToPath(url)) : url.href;
}

/**
 * Returns an id that does not depend on the place of the folder: the entry's file name, or the path of another document
 * relative to it.
 */
function idOf(url: URL, entry: URL): string {
  if (url.protocol !== entry.protocol || url.host !== entry.host) return url.href;
  if (url.href === entry.href) return basename(url.pathname) + url.search;
  if (url.protocol === 'file:')
    return relative(fileURLToPath(new URL('.', entry)), fileURLToPath(url)).replaceAll(sep, '/');
  return posix.relative(new URL('.', entry).pathname, url.pathname) + url.search;
}

function isArazzo(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'arazzo' in value;
}

function describeError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'the file does not exist' : message;
}

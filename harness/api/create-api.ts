import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import { type ContractDocument, contractDocuments } from '../../core/contract-documents.ts';
import type { Exchange } from '../../core/exchange.ts';
import { type Deviation, type Severity, severityOf } from '../../core/finding.ts';
import type { OperationIndex } from '../../core/operation.ts';
import { limitsOf, type Target } from '../../core/target.ts';
import { operations } from '../../generated/operations.ts';
import type { paths as AchPaths } from '../../generated/types/ach.ts';
import type { paths as CorePaths } from '../../generated/types/core.ts';
import type { paths as EmulatorPaths } from '../../generated/types/emulator.ts';
import type { paths as IdentityPaths } from '../../generated/types/identity.ts';
import type { paths as WebhookPaths } from '../../generated/types/webhooks.ts';
import { baseUrlOf, type Client, createClient } from '../client/client.ts';
import { renderPath } from '../client/render-path.ts';
import { ExchangeShortener } from '../client/shorten-exchange.ts';
import { checkExchange } from '../contract/checks.ts';
import { maskReport } from '../masking/mask-report.ts';
import { redactExchange } from '../masking/redact-exchange.ts';
import { createColors } from '../report/colors.ts';
import { renderFindings } from '../report/render-finding.ts';
import { createRouter } from './find-operation.ts';
import { sendAsFetch } from './send-as-fetch.ts';

/** A difference between an exchange and the contract. */
export interface ApiFinding extends Deviation {
  readonly operationId: string;
  readonly severity: Severity;
}

/**
 * The API of a target: one openapi-fetch client for each contract document, and the record of its exchanges. Requests
 * carry a token and idempotency keys, and are retried, limited and masked like those of a workflow.
 */
export interface Api {
  readonly core: FetchClient<CorePaths>;
  readonly ach: FetchClient<AchPaths>;
  readonly webhooks: FetchClient<WebhookPaths>;
  readonly identity: FetchClient<IdentityPaths>;
  /** The control plane; only a target with the operator's credentials has it. */
  readonly emulator: FetchClient<EmulatorPaths>;
  /** Returns every exchange so far, oldest first, with secrets masked and long bodies left out. */
  exchanges(): Exchange[];
  /** Returns every difference from the contract so far, in the order of the exchanges. */
  findings(): ApiFinding[];
  /** Throws a ContractError if any finding so far is a failure. Discoveries and probe answers do not throw. */
  check(): void;
}

/** Exchanges that break the contract. */
export class ContractError extends Error {
  readonly findings: readonly ApiFinding[];

  constructor(findings: readonly ApiFinding[]) {
    const rendered = renderFindings(
      findings.map((finding) => ({ ...finding, stepId: finding.operationId })),
      createColors(false),
    );
    super(['The exchanges break the contract', ...rendered].join('\n'));
    this.name = 'ContractError';
    this.findings = findings;
  }
}

/**
 * Returns the clients of a target's API, typed by the contract. A response with an error status is returned as `error`,
 * not thrown. Throws a CrosscheckError if the target cannot be reached, or the contract has no such operation.
 *
 * ```ts
 * const bank = await startEmulator();
 * const api = createApi(bank.target);
 * const params = { path: { accountNumber: '2100000005' } };
 * const { data, error } = await api.core.GET('/core/v1/dda/accounts/{accountNumber}', { params });
 * api.check();
 * ```
 */
export function createApi(target: Target): Api {
  return buildApi(createClient(target));
}

/** Builds the API over a client, which sends and may show each exchange elsewhere too. */
export function buildApi(client: Client): Api {
  const { target, secrets } = client;
  const shortener = new ExchangeShortener(limitsOf(target));
  const exchanges: Exchange[] = [];
  const findings: ApiFinding[] = [];

  const send: Client['send'] = async (operationId, input) => {
    const exchange = await client.send(operationId, input);
    exchanges.push(shortener.shorten(exchange));
    for (const deviation of checkExchange(exchange))
      findings.push({ ...deviation, operationId, severity: severityOf(deviation, target.kind) });
    return exchange;
  };
  const maskedFindings = () => findings.map((finding) => maskReport(finding, secrets));

  return {
    ...createFetchClients(target, send),
    exchanges: () => exchanges.map((exchange) => maskReport(redactExchange(exchange), secrets)),
    findings: maskedFindings,
    check() {
      const failures = maskedFindings().filter(({ severity }) => severity === 'failure');
      if (failures.length > 0) throw new ContractError(failures);
    },
  };
}

/** Media types that openapi-fetch does not take from the contract: it sends JSON by default. */
const CONTENT_TYPES: Partial<Record<ContractDocument, string>> = { identity: 'application/x-www-form-urlencoded' };

function createFetchClients(target: Target, send: Client['send']): Pick<Api, ContractDocument> {
  const clients = contractDocuments.map((source) => {
    const own = Object.entries(operations as OperationIndex).filter(([, operation]) => operation.source === source);
    const baseUrl = baseUrlOf({ source }, target);
    const contentType = CONTENT_TYPES[source];
    const client = createFetchClient({
      baseUrl,
      fetch: sendAsFetch(send, createRouter(Object.fromEntries(own)), baseUrl),
      // A URL parser resolves dot segments, so values are checked before there is a URL.
      pathSerializer: (url, values) => `${baseUrl}${renderPath(describeCall(url, baseUrl), values)}`,
      ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
    });
    return [source, client] as const;
  });
  return Object.fromEntries(clients) as unknown as Pick<Api, ContractDocument>;
}

function describeCall(url: string, baseUrl: string): { operationId: string; path: string } {
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  return { operationId: path, path };
}

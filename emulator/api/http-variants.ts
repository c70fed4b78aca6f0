import type { Operation } from '../../core/operation.ts';
import type { Side, VariantId, Variants } from '../bank/variants.ts';
import { type ApiResponse, buildErrorResponse } from './error-responses.ts';

type JsonObject = Record<string, unknown>;
/** Changes one object of a body, at any depth. */
type Change = (object: JsonObject) => JsonObject;

/** The changes that one side of a discrepancy makes to HTTP requests and responses of the contract. */
interface HttpVariant {
  /** Returns the path to route instead; undefined if this side does not have the path. */
  readonly path?: (method: string, path: string) => string | undefined;
  /** Returns the method of an operation on this side, if it differs. */
  readonly method?: (operation: Operation) => string | undefined;
  readonly request?: (operation: Operation, body: unknown) => unknown;
  /** `operation` is undefined if the path has no operation. */
  readonly answer?: (operation: Operation | undefined, answer: ApiResponse) => ApiResponse;
}

const SUBLEDGER = ['createSubaccount', 'getSubaccount', 'listSubaccounts'];
const IDENTIFICATION = ['add', 'get', 'change', 'remove']
  .map((verb) => `${verb}Identification`)
  .concat('listIdentifications');
const CUSTOMER = ['onboard', 'get', 'deactivate']
  .map((verb) => `${verb}Customer`)
  .concat('listCustomers', 'changeName', 'changeProfile');
const RESTRICTION = ['createRestriction', 'listRestrictions', 'removeRestriction'];
const REGISTRATION = ['create', 'get', 'update', 'restart']
  .map((verb) => `${verb}Registration`)
  .concat('listRegistrations');
/** Transaction codes in the reference, and their names in payloads. Source: P-REF, L-COREREF. */
const CODE_NAMES: Readonly<Record<string, string>> = {
  'Account Transfer': 'accountTransfer',
  'Incoming ACH': 'achIncoming',
  'Outgoing ACH': 'achOutgoing',
  'Outgoing ACH Return': 'achOutgoingReturn',
  Fee: 'fee',
  Interest: 'interestPayment',
  'Interest Reversal': 'interestReversal',
  Withdrawal: 'withdrawal',
  Withholding: 'withholding',
};
const CODES = Object.fromEntries(Object.entries(CODE_NAMES).map(([code, name]) => [name, code]));

/**
 * Every side that changes HTTP requests or responses, in the order of application: the casing of a path before it is
 * rewritten, the format of an error after its cause. Sides that change the bank's behaviour are in `emulator/bank` and
 * `idempotency.ts`.
 */
const httpVariants: Partial<Record<VariantId, Partial<Record<Side, HttpVariant>>>> = {
  'DOC-003': {
    A: { path: (_, path) => onlyWith(/^\/(Core|ACH)\/v1\//, path) },
    B: { path: (_, path) => onlyWith(/^\/(core|ach)\/v1\//, path) },
  },
  'DOC-001': { A: { path: identificationWithId } },
  'DOC-002': { A: { path: withoutModule } },
  'DOC-004': {
    A: {
      request: inRequests(['onboardCustomer'], primariesAsText),
      answer: inAnswers(CUSTOMER, (customer) => ({
        ...customer,
        ...replaced(customer, 'primaryPhone', (phone) => (phone as JsonObject).phoneNumber),
        ...replaced(customer, 'primaryIdentification', (record) => (record as JsonObject).idNumber),
      })),
    },
  },
  'DOC-005': {
    B: {
      answer: inAnswers(IDENTIFICATION, (record) =>
        'expDate' in record ? { ...record, ...pick(record, 'issuedDate', 'expDate') } : record,
      ),
    },
  },
  'DOC-006': { B: { answer: inAnswers(IDENTIFICATION, without('verifiedDate')) } },
  'DOC-007': {
    B: {
      answer: inAnswers(
        ['onboardCustomer'],
        without(
          'ofac',
          'pepScan',
          'internalList',
          'citizenshipCountryCode',
          'backupWithholdingPercent',
          'privacyOptOut',
        ),
      ),
    },
  },
  'DOC-009': { A: { answer: inAnswers(undefined, timesWithoutOffset) } },
  'DOC-010': { A: { path: accountWithoutDda } },
  'DOC-013': { A: { method: ({ operationId }) => (operationId === 'cancelClientBatch' ? 'get' : undefined) } },
  'DOC-014': { A: { answer: inAnswers(undefined, valued('serviceType', { Standard: 'standard' })) } },
  'DOC-017': { B: { answer: inAnswers(SUBLEDGER, renamed('lastMaintenanceAt', 'lastMaintenancedAt')) } },
  'DOC-015': {
    A: {
      request: inRequests(REGISTRATION, renamed('registrationType', 'type')),
      answer: inAnswers(REGISTRATION, renamed('type', 'registrationType')),
    },
  },
  'DOC-018': {
    A: {
      answer: inAnswers(['createSubaccount'], (object) =>
        renamed('streetAddress2', 'streeetAddress2')(renamed('streetAddress1', 'streeetAddress1')(object)),
      ),
    },
  },
  'DOC-019': { A: { request: inRequests(['createSubaccount'], renamed('countrCode', 'countryCode')) } },
  'DOC-020': {
    A: {
      answer: inAnswers(['createSubaccount'], (object) =>
        'ledgerType' in object
          ? { ...object, notes: (object.beneficiary as JsonObject | undefined)?.notes ?? '' }
          : object,
      ),
    },
  },
  'DOC-023': {
    A: { answer: inAnswers(['listActivities'], (record) => ({ ...record, ...pick(record, 'createdAt', 'postedAt') })) },
  },
  'DOC-026': {
    B: {
      request: inRequests(RESTRICTION, valued('appliesTo', { SubAccount: 'SubAccounts' })),
      answer: inAnswers(RESTRICTION, valued('appliesTo', { SubAccounts: 'SubAccount' })),
    },
  },
  'DOC-027': {
    B: { answer: inAnswers(undefined, valued('accountType', { Checking: 'Deposit', Savings: 'Deposit' })) },
  },
  'DOC-028': { B: { answer: inAnswers(SUBLEDGER, valued('ledgerType', { Passthrough: 'PassThrough' })) } },
  'DOC-029': { A: { answer: inAnswers(SUBLEDGER, without('clientIdentifier')) } },
  'DOC-031': {
    A: {
      answer: inAnswers(['getSubaccount'], (record) => ({
        ...record,
        ...pick(record, 'currentBalance', 'availableBalance'),
      })),
    },
  },
  'DOC-041': {
    A: {
      request: inRequests(['createRestriction'], valued('transactionCode', CODES)),
      answer: inAnswers(undefined, valued('transactionCode', CODE_NAMES)),
    },
  },
  'DOC-044': {
    B: { path: (method, path) => (method === 'DELETE' && /\/identifications\//i.test(path) ? undefined : path) },
  },
  'DOC-048': {
    A: {
      answer: inAnswers(undefined, (object) => ({ ...object, ...replaced(object, 'ownershipPercentage', String) })),
    },
    B: {
      answer: inAnswers(undefined, (object) => ({ ...object, ...replaced(object, 'ownershipPercentage', Number) })),
    },
  },
  'DOC-049': {
    B: {
      answer: (operation, answer) =>
        operation?.source === 'core' &&
        operation.method === 'post' &&
        !/^(close|reopen)/.test(operation.operationId) &&
        answer.status === 200
          ? { ...answer, status: 201 }
          : answer,
    },
  },
  'DOC-055': {
    A: { request: (operation, body) => (operation.operationId === 'onboardCustomer' ? withName(body) : body) },
  },
  'DOC-056': {
    B: {
      answer: (operation, answer) =>
        /^create(Transfer|Transaction)$/.test(operation?.operationId ?? '') &&
        (answer.body as JsonObject | undefined)?.status === 'Failed'
          ? refusedTransfer(answer.body as JsonObject)
          : answer,
    },
  },
  'DOC-021': {
    B: {
      answer: (operation, answer) =>
        isBanks(operation) && hasValidationCode(answer) ? { ...answer, status: 422 } : answer,
    },
  },
  'DOC-022': { A: { answer: (operation, answer) => (isBanks(operation) ? capitalizeErrors(answer) : answer) } },
};

/** Translates between HTTP on the chosen sides and the contract; without a chosen side, nothing changes. */
export interface HttpFormat {
  routedPath(method: string, url: string): string;
  methodOf(operation: Operation): string;
  parse(operation: Operation, body: unknown): unknown;
  render(operation: Operation | undefined, answer: ApiResponse): ApiResponse;
}

/** Builds the HTTP format of a bank from its variants. */
export function buildHttpFormat(variants: Variants): HttpFormat {
  const active = Object.entries(httpVariants).flatMap(([id, sides]) => sides[variants[id as VariantId]] ?? []);
  const paths = active.flatMap(({ path }) => path ?? []);
  return {
    routedPath(method, url) {
      if (paths.length === 0) return url;
      const [path = '', query] = url.split(/\?(.*)/s);
      let routed: string | undefined = path.replace(/\/+$/, '');
      for (const change of paths) {
        if (routed !== undefined) routed = change(method, routed);
      }
      return query === undefined ? (routed ?? NOWHERE) : `${routed ?? NOWHERE}?${query}`;
    },
    methodOf: (operation) =>
      active.reduce((method, variant) => variant.method?.(operation) ?? method, operation.method as string),
    parse: (operation, body) => active.reduce((parsed, { request }) => request?.(operation, parsed) ?? parsed, body),
    render: (operation, answer) =>
      active.reduce((rendered, variant) => variant.answer?.(operation, rendered) ?? rendered, answer),
  };
}

/** A path without an operation. */
const NOWHERE = '/nowhere';

function onlyWith(prefix: RegExp, path: string): string | undefined {
  return /^\/(core|ach)\//i.test(path) && !prefix.test(path) ? undefined : path;
}

/** ASSUMPTION: the id in the path of the document's heading has no effect. */
function identificationWithId(method: string, path: string): string | undefined {
  if (method !== 'POST' || !/\/identifications(\/|$)/i.test(path)) return path;
  const [, collection] = /^(.*\/identifications)\/[^/]+$/i.exec(path) ?? [];
  return collection;
}

function withoutModule(_: string, path: string): string | undefined {
  if (/^\/(core|ach|webhooks)\/v1\//i.test(path)) return undefined;
  if (/^\/v1\/payments/i.test(path)) return `/ach${path}`;
  if (/^\/v1\/(registrations|events|meta)(\/|\?|$)/i.test(path)) return `/webhooks${path}`;
  return path.startsWith('/v1/') ? `/core${path}` : path;
}

function accountWithoutDda(method: string, path: string): string | undefined {
  if (method !== 'GET') return path;
  if (/^\/core\/v1\/dda\/accounts\/[^/]+$/i.test(path)) return undefined;
  return path.replace(/^\/core\/v1\/accounts\/([^/]+)$/i, '/core/v1/dda/accounts/$1');
}

/**
 * Returns true for the bank's own operations. The control plane is ours, so no document contradicts another about it.
 */
function isBanks(operation: Operation | undefined): boolean {
  return operation?.source !== 'emulator';
}

function inRequests(operationIds: readonly string[], change: Change): NonNullable<HttpVariant['request']> {
  return ({ operationId }, body) => (operationIds.includes(operationId) ? changeObjects(body, change) : body);
}

function inAnswers(operationIds: readonly string[] | undefined, change: Change): NonNullable<HttpVariant['answer']> {
  return (operation, answer) => {
    const isMeant = operation && (operationIds?.includes(operation.operationId) ?? isBanks(operation));
    return isMeant && answer.status < 300 ? { ...answer, body: changeObjects(answer.body, change) } : answer;
  };
}

/** The largest depth to change; it exceeds any body of the contract. The contract rejects deeper bodies. */
const DEEPEST = 20;

function changeObjects(value: unknown, change: Change, depth = 0): unknown {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => changeObjects(item, change, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const changed = Object.entries(value).map(([name, child]) => [name, changeObjects(child, change, depth + 1)]);
  return change(Object.fromEntries(changed) as JsonObject);
}

function renamed(from: string, to: string): Change {
  return (object) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name === from ? to : name, value]));
}

function without(...names: readonly string[]): Change {
  return (object) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function valued(name: string, values: Readonly<Record<string, string>>): Change {
  const change = (value: unknown) =>
    typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : value;
  return (object) => ({ ...object, ...replaced(object, name, change) });
}

/** Returns the property with a new value, if the object has it. */
function replaced(object: JsonObject, name: string, replace: (value: unknown) => unknown): JsonObject {
  return object[name] === undefined || object[name] === null ? {} : { [name]: replace(object[name]) };
}

/** Returns a property under another name, if the object has it. */
function pick(object: JsonObject, from: string, to: string): JsonObject {
  return object[from] === undefined ? {} : { [to]: object[from] };
}

function primariesAsText(request: JsonObject): JsonObject {
  const email = { isPrimary: true, emailType: 'Personal', emailAddress: request.primaryEmail };
  const { primaryIdentification: idNumber } = request;
  const identification = { isPrimary: true, idType: 'Other', issuingAuthority: 'Unknown', issuingCountryCode: 'US' };
  return {
    ...request,
    ...(typeof request.primaryEmail === 'string' ? { primaryEmail: email } : {}),
    ...(typeof idNumber === 'string' ? { primaryIdentification: { ...identification, idNumber } } : {}),
  };
}

function withName(body: unknown): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { name: {}, ...body } : body;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The fields that contain a time. The text of another field may look like a time. */
const TIME_FIELD = /At$|^postingDate$/;

function timesWithoutOffset(object: JsonObject): JsonObject {
  const changed = Object.entries(object).map(([name, value]) => {
    const [, seconds, fraction = ''] = (typeof value === 'string' && TIME_FIELD.test(name) && TIME.exec(value)) || [];
    return [name, seconds === undefined ? value : `${seconds}${fraction.padEnd(4, '.000').slice(0, 4)}`];
  });
  return Object.fromEntries(changed) as JsonObject;
}

interface Errors {
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
}

function hasValidationCode({ body }: ApiResponse): boolean {
  const { errors = [] } = (body ?? {}) as Errors;
  return errors.some(({ code }) => code >= 1000 && code < 2000);
}

function capitalizeErrors(answer: ApiResponse): ApiResponse {
  const { errors } = (answer.body ?? {}) as Errors;
  if (!Array.isArray(errors)) return answer;
  const Errors = errors.map(({ code, message }) => ({ Code: code, Message: message }));
  return { ...answer, body: { Errors } };
}

/** Returns each failed side with its code, as errors of the 2000 range. */
function refusedTransfer(transaction: JsonObject): ApiResponse {
  const sides = ['debit', 'credit'].map(
    (name) => [name, (transaction[name] as JsonObject).result as JsonObject] as const,
  );
  const failed = sides.filter(([, result]) => result.success === false);
  return buildErrorResponse(
    'transfer-refused',
    failed.map(
      ([name, result]) =>
        `${name === 'debit' ? 'Debit' : 'Credit'} account rejects the transfer: ${String(result.code)}`,
    ),
  );
}

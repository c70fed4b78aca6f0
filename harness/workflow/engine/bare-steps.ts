import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { StepReport } from '../../../core/run-event.ts';
import { isIdField } from '../../events/emitting-step.ts';
import { MASK } from '../../masking/mask.ts';
import { isPersonal } from '../../masking/personal-names.ts';
import type { HiddenValues } from './hidden-values.ts';
import type { CheckedExchange } from './run-state.ts';

/** Copies a step's report for a checkpoint: without bodies, titles of accounts, and values of personal fields. */
export function bareStep(step: StepReport, hidden: HiddenValues): StepReport {
  return {
    ...hidden.mask({ ...step, exchanges: [] }),
    exchanges: step.exchanges.map((exchange) => bareExchange(exchange, hidden)),
    movements: step.movements.map((movement) => ({ ...movement, title: movement.accountNumber })),
    findings: step.findings.map((finding) => bareDeviation(finding, hidden)),
  };
}

/** Copies an exchange of an unfinished step for a checkpoint, with its deviations. */
export function bareCheckedExchange({ exchange, found }: CheckedExchange, hidden: HiddenValues): CheckedExchange {
  return {
    exchange: bareExchange(exchange, hidden),
    found: found.map((deviation) => bareDeviation(deviation, hidden)),
  };
}

/** Copies a deviation for a checkpoint, without values of personal fields. */
export function bareDeviation<D extends Deviation>(deviation: D, hidden: HiddenValues): D {
  const masked = hidden.mask(deviation);
  const isOfPerson = deviation.pointer?.split('/').some((token) => isPersonal(token));
  return isOfPerson && deviation.actual !== 'absent' ? { ...masked, actual: MASK } : masked;
}

const KEPT_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'content-type',
  'date',
  'retry-after',
  'idempotency-key',
  'original-request-id',
]);

/** Copies an exchange with its ids and statuses only, which event checks and retries need after a resume. */
function bareExchange({ request, response, ...others }: Exchange, hidden: HiddenValues): Exchange {
  const { method, url } = request;
  return {
    ...hidden.mask(others),
    request: {
      method,
      url: bareUrl(url, hidden),
      headers: bareHeaders(request.headers, hidden),
      ...bareBody(request, hidden),
    },
    response: {
      statusCode: response.statusCode,
      headers: bareHeaders(response.headers, hidden),
      ...bareBody(response, hidden),
    },
  };
}

function bareUrl(url: string, hidden: HiddenValues): string {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...searchParams].map(([name, value]) => {
    const isKept = isId(name, value, hidden) || /^page(?:Number|Size)$/.test(name);
    return `${encodeURIComponent(hidden.mask(name))}=${isKept ? encodeURIComponent(value) : MASK}`;
  });
  return `${origin}${hidden.mask(pathname)}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

function bareHeaders(headers: Exchange['request']['headers'], hidden: HiddenValues): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, hidden.mask(value)]));
}

function bareBody({ body }: { readonly body?: unknown }, hidden: HiddenValues): { body?: unknown } {
  const bare = bareValue(body, '', hidden);
  return bare === undefined ? {} : { body: bare };
}

function bareValue(value: unknown, name: string, hidden: HiddenValues): unknown {
  if (typeof value === 'string') return isId(name, value, hidden) || isStatus(name, value, hidden) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return keepAny(value.map((item) => bareValue(item, name, hidden)));
  const fields = Object.entries(value).flatMap(([field, child]) => {
    const bare = /^\w{1,64}$/.test(field) && !hidden.isIn(field) ? bareValue(child, field, hidden) : undefined;
    return bare === undefined ? [] : [[field, bare] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function keepAny(items: readonly unknown[]): unknown[] | undefined {
  const kept = items.filter((item) => item !== undefined);
  return kept.length === 0 ? undefined : kept;
}

function isId(name: string, value: string, hidden: HiddenValues): boolean {
  return isIdField(name) && /^[\w-]*\d[\w-]{0,63}$/.test(value) && !isPersonal(name) && !hidden.isIn(value);
}

function isStatus(name: string, value: string, hidden: HiddenValues): boolean {
  return name === 'status' && /^[A-Za-z]{1,32}$/.test(value) && !hidden.isIn(value);
}

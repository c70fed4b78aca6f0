import type { SecretValues } from './secret-values.ts';

/** Fields with words of the report or the workflow. A secret that is equal to such a word must not change them. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'outcome',
  'severity',
  'provenance',
  'rule',
  'requirementIds',
  'discrepancy',
  'lawsChecked',
  'stepId',
  'operationId',
  'workflowId',
  'eventName',
  'emits',
  'watched',
  'method',
]);
/** Parts of requests and responses: there any name and number may be a secret too. */
const FOREIGN: ReadonlySet<string> = new Set(['body', 'headers']);

/**
 * Copies a report of a run, or a part of it, with every secret masked. Numbers are masked in bodies only: elsewhere
 * they are counts and amounts.
 */
export function maskReport<T>(report: T, secrets: SecretValues): T {
  return maskPart(report, secrets) as T;
}

function maskPart(value: unknown, secrets: SecretValues): unknown {
  if (typeof value === 'string') return secrets.maskText(value);
  if (Array.isArray(value)) return value.map((item) => maskPart(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => {
      if (OWN_WORDS.has(name)) return [name, child];
      return [name, FOREIGN.has(name) ? secrets.mask(child) : maskPart(child, secrets)];
    }),
  );
}

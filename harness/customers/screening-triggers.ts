import { isCalendarDate } from '../../core/business-day.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import type { CustomerRecord } from './customer-record.ts';

type Customer = CustomerRecord['customer'];
type Classification = CoreSchemas['Classification'];

/** The lists against which a customer is screened, and their results (C12 to C14). */
export const screeningLists = ['ofac', 'pep', 'internal'] as const;
export const screeningResults = ['Clear', 'Failed', 'Positive', 'Reviewing', 'Pending'] as const;
type List = (typeof screeningLists)[number];
type Result = (typeof screeningResults)[number] & CoreSchemas['Screening'];

/** The requested result of each list. Default: Clear, which needs no trigger. */
export type RequestedResults = Readonly<Partial<Record<List, Result>>>;

/** A change of a customer that triggers the requested screening results. */
export interface Trigger {
  /** The date of birth of persons, if the bank checks it; identifications and work are drawn to fit it. */
  readonly birthDate?: string;
  change(customer: Customer): Customer;
}

/**
 * The fields that trigger a result in a bank's sandbox, for customers of a classification. They replace the drawn
 * fields.
 */
export interface TriggerRow {
  readonly list: List;
  readonly result: Result;
  readonly classification: Classification;
  readonly name: CoreSchemas['Name'];
  readonly birthDate?: string;
}

const WORDS: Readonly<Record<List, string>> = { ofac: 'Ofac', pep: 'Pep', internal: 'List' };

/**
 * Builds a trigger of the emulator: words such as `Ofac-Positive`, no real name, after the last name or the entity
 * name.
 */
export function buildEmulatorTrigger(requested: RequestedResults): Trigger {
  const words = screeningLists
    .flatMap((list) => (requested[list] ? [`${WORDS[list]}-${requested[list]}`] : []))
    .join(' ');
  return {
    change: ({ name, ...customer }) => ({
      ...customer,
      name:
        name.entityName === undefined
          ? { ...name, lastName: `${name.lastName} ${words}` }
          : { ...name, entityName: `${name.entityName} ${words}` },
    }),
  };
}

/**
 * Builds a trigger from the rows of a bank, for customers of these classifications. Throws a CrosscheckError if a
 * result has no row, or if the rows of two lists need different values of one field.
 */
export function buildTrigger(
  requested: RequestedResults,
  rows: readonly TriggerRow[],
  classifications: readonly Classification[],
): Trigger {
  const changes = new Map(classifications.map((name) => [name, mergeRows(requested, rows, name)]));
  const birthDate = changes.get('Personal')?.birthDate;
  return {
    ...(birthDate === undefined ? {} : { birthDate }),
    change: (customer) => {
      const { name = {} } = changes.get(customer.classification) ?? {};
      const preferredName = name.firstName === undefined ? {} : { preferredName: name.firstName };
      return { ...customer, name: { ...customer.name, ...preferredName, ...name } };
    },
  };
}

type FieldChanges = Pick<TriggerRow, 'name' | 'birthDate'>;

function mergeRows(
  requested: RequestedResults,
  rows: readonly TriggerRow[],
  classification: Classification,
): FieldChanges {
  const lists = screeningLists.filter((list) => (requested[list] ?? 'Clear') !== 'Clear');
  const found = lists.map((list) => {
    const row = rows.find(
      (candidate) =>
        candidate.list === list && candidate.result === requested[list] && candidate.classification === classification,
    );
    if (row) return row;
    throw invalidTriggers(`have no row for ${list}=${requested[list]} and ${classification} customers`);
  });
  const fields = found.flatMap(({ name, birthDate }) =>
    Object.entries({ ...name, ...(birthDate ? { birthDate } : {}) }),
  );
  const merged: Record<string, string> = {};
  for (const [field, value] of fields) {
    if ((merged[field] ?? value) !== value)
      throw invalidTriggers(`need two different values of ${field} for ${lists.join(' and ')}`);
    merged[field] = value;
  }
  const { birthDate, ...name } = merged;
  return birthDate === undefined ? { name } : { name, birthDate };
}

const NAME_FIELDS: Readonly<Record<Classification, readonly string[]>> = {
  Personal: ['prefix', 'firstName', 'middleName', 'lastName', 'suffix', 'preferredName'],
  Business: ['entityName'],
};

/** The most characters of a name in the profile of a beneficiary (S-SUB). */
const LONGEST_NAME = 50;

/**
 * Parses the triggers of a bank, a JSON list of rows. Each row has `list`, `result`, `classification`, the fields of a
 * `name`, and a `birthDate` if the bank checks it. Throws a CrosscheckError that names the row, but no value, since
 * values may belong to listed persons.
 */
export function parseTriggers(text: string): TriggerRow[] {
  const rows = parseJson(text);
  if (!Array.isArray(rows)) throw invalidTriggers('are not a JSON list of rows');
  rows.forEach((row: unknown, index) => {
    const problem = problemOf((row ?? {}) as Record<string, unknown>);
    if (problem) throw invalidTriggers(`are invalid in row ${index + 1}: ${problem}`);
  });
  return rows as TriggerRow[];
}

function problemOf({
  list,
  result,
  classification,
  name,
  birthDate,
  ...more
}: Record<string, unknown>): string | undefined {
  const isOneOf = (value: unknown, known: readonly string[]) => known.includes(String(value));
  if (!isOneOf(list, screeningLists)) return `list must be one of ${screeningLists.join(', ')}`;
  if (!isOneOf(result, screeningResults)) return `result must be one of ${screeningResults.join(', ')}`;
  if (!isOneOf(classification, ['Personal', 'Business'])) return 'classification must be Personal or Business';
  const known = NAME_FIELDS[classification as Classification];
  const fields = Object.entries((name ?? {}) as Record<string, unknown>);
  if (fields.some(([field, value]) => !known.includes(field) || !isName(value)))
    return `name can have only ${known.join(', ')}, each a text of 1 to ${LONGEST_NAME} characters`;
  if (birthDate !== undefined && !isCalendarDate(String(birthDate)))
    return 'birthDate must be a date such as 1970-01-31';
  if (birthDate !== undefined && classification === 'Business') return 'birthDate is not allowed for a Business';
  if (fields.length === 0 && birthDate === undefined) return 'name and birthDate are both missing';
  const [unknown] = Object.keys(more);
  return unknown === undefined ? undefined : `unknown field "${unknown}"`;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidTriggers('are not JSON');
  }
}

function invalidTriggers(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `The screening triggers ${problem}`,
    remedy:
      'Write the file of COS_SCREENING_TRIGGERS as [{"list": "ofac", "result": "Positive", "classification": "Personal", "name": {"lastName": "..."}}]',
  });
}

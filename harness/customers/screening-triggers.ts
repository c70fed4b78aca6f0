import { isCalendarDate } from '../../core/business-day.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import type { CustomerRecord } from './customer-record.ts';

type Customer = CustomerRecord['customer'];
type Classification = CoreSchemas['Classification'];

/** The lists that a customer is screened against, and what each can say (C12 to C14). */
export const screeningLists = ['ofac', 'pep', 'internal'] as const;
export const screeningResults = ['Clear', 'Failed', 'Positive', 'Reviewing', 'Pending'] as const;
type List = (typeof screeningLists)[number];
type Result = (typeof screeningResults)[number] & CoreSchemas['Screening'];

/** What the lists are to say; Clear where nothing is told, which needs no trigger. */
export type ScreeningWish = Readonly<Partial<Record<List, Result>>>;

/** Makes the screening of a customer say what is wanted. */
export interface Trigger {
  /** The date of birth of persons, where a bank looks for one; papers and work are drawn to fit it. */
  readonly birthDate?: string;
  change(customer: Customer): Customer;
}

/** What a bank's sandbox looks for in customers of a classification, to give this result: these fields replace the drawn ones. */
export interface TriggerRow {
  readonly list: List;
  readonly result: Result;
  readonly classification: Classification;
  readonly name: CoreSchemas['Name'];
  readonly birthDate?: string;
}

const WORDS: Readonly<Record<List, string>> = { ofac: 'Ofac', pep: 'Pep', internal: 'List' };

/** The emulator's own triggers: words such as `Ofac-Positive`, which are nobody's name, behind the last name or the entity's. */
export function buildEmulatorTrigger(wish: ScreeningWish): Trigger {
  const words = screeningLists.flatMap((list) => (wish[list] ? [`${WORDS[list]}-${wish[list]}`] : [])).join(' ');
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
 * A bank's own triggers, for customers of these classifications. Throws a CrosscheckError where a result has no row, and where the rows
 * of two lists want different values of one field.
 */
export function buildTrigger(
  wish: ScreeningWish,
  rows: readonly TriggerRow[],
  classifications: readonly Classification[],
): Trigger {
  const changes = new Map(classifications.map((one) => [one, mergeRows(wish, rows, one)]));
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

type Change = Pick<TriggerRow, 'name' | 'birthDate'>;

function mergeRows(wish: ScreeningWish, rows: readonly TriggerRow[], classification: Classification): Change {
  const wanted = screeningLists.filter((list) => (wish[list] ?? 'Clear') !== 'Clear');
  const found = wanted.map((list) => {
    const row = rows.find(
      (one) => one.list === list && one.result === wish[list] && one.classification === classification,
    );
    if (row) return row;
    throw wrongTriggers(`have no row for ${list}=${wish[list]} of ${classification} customers`);
  });
  const fields = found.flatMap(({ name, birthDate }) =>
    Object.entries({ ...name, ...(birthDate ? { birthDate } : {}) }),
  );
  const merged: Record<string, string> = {};
  for (const [field, value] of fields) {
    if ((merged[field] ?? value) !== value)
      throw wrongTriggers(`want two values of ${field} for ${wanted.join(' and ')} at the same time`);
    merged[field] = value;
  }
  const { birthDate, ...name } = merged;
  return birthDate === undefined ? { name } : { name, birthDate };
}

const NAME_FIELDS: Readonly<Record<Classification, readonly string[]>> = {
  Personal: ['prefix', 'firstName', 'middleName', 'lastName', 'suffix', 'preferredName'],
  Business: ['entityName'],
};

/** What a beneficiary's profile takes of a name (S-SUB). */
const LONGEST_NAME = 50;

/**
 * Reads a bank's triggers: a JSON list of rows, each with `list`, `result`, `classification`, the fields of a `name` and, where the
 * bank looks at it, a `birthDate`. Throws a CrosscheckError that names the row; values are never repeated, for they may be of listed persons.
 */
export function parseTriggers(text: string): TriggerRow[] {
  const rows = parseJson(text);
  if (!Array.isArray(rows)) throw wrongTriggers('are no JSON list of rows');
  rows.forEach((row: unknown, at) => {
    const problem = problemOf((row ?? {}) as Record<string, unknown>);
    if (problem) throw wrongTriggers(`have a row ${at + 1} whose ${problem}`);
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
  if (!isOneOf(list, screeningLists)) return `list is none of ${screeningLists.join(', ')}`;
  if (!isOneOf(result, screeningResults)) return `result is none of ${screeningResults.join(', ')}`;
  if (!isOneOf(classification, ['Personal', 'Business'])) return 'classification is none of Personal, Business';
  const known = NAME_FIELDS[classification as Classification];
  const fields = Object.entries((name ?? {}) as Record<string, unknown>);
  if (fields.some(([field, value]) => !known.includes(field) || !isName(value)))
    return `name has something else than texts of 1 to ${LONGEST_NAME} characters for ${known.join(', ')}`;
  if (birthDate !== undefined && !isCalendarDate(String(birthDate))) return 'birthDate is no date as 1970-01-31';
  if (birthDate !== undefined && classification === 'Business') return 'birthDate is not for a Business';
  if (fields.length === 0 && birthDate === undefined) return 'name and birthDate are both missing';
  const [unknown] = Object.keys(more);
  return unknown === undefined ? undefined : `field "${unknown}" is not known`;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw wrongTriggers('are no JSON');
  }
}

function wrongTriggers(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'configuration',
    message: `The screening triggers ${problem}`,
    remedy:
      'Write the file of COS_SCREENING_TRIGGERS as [{"list": "ofac", "result": "Positive", "classification": "Personal", "name": {"lastName": "..."}}]',
  });
}

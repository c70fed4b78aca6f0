import type { Limits } from '../../core/limits.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { type CustomerOptions, type CustomerRecord, customer, explainCustomer } from '../../harness/customers/index.ts';
import { limitOldGeneration } from '../shared/heap-limits.ts';
import { usageError } from '../shared/operating-error.ts';
import { type FormatName, formatNames, formats, negativeFormats } from './customer-format.ts';
import { unknownName } from './parse-names.ts';
import { type CustomersPlan, parsePlan } from './parse-plan.ts';
import { customerRecords, type Records } from './records.ts';
import type { SelectionOptions } from './selection-options.ts';
import { type WriteCustomersOptions, writeToFile, writeToStdout } from './write-customers.ts';

/** The parsed options of `crosscheck customers`. */
export interface CustomersCommandOptions extends SelectionOptions {
  readonly negative?: true;
  readonly explain?: true;
  readonly format: string;
  readonly out?: string;
  /** The old form of `crosscheck onboard`, whose options follow. */
  readonly onboard?: true;
  readonly parallel: number;
  readonly target?: string;
  readonly limit: Partial<Limits>;
}

/** Returns true if an option was given on the command line, and false for its default. */
type IsGiven = (option: keyof CustomersCommandOptions) => boolean;

/**
 * Runs `crosscheck customers`: writes or explains test customers. Returns the exit code. Throws a CrosscheckError,
 * before any file is touched, if options are invalid or contradict each other.
 */
export async function customersCommand(options: CustomersCommandOptions, isGiven: IsGiven): Promise<number> {
  checkCombination(isGiven);
  if (options.out === '') throw usageError('--out is empty', 'Name a file, or omit --out to write to standard output');
  const format = parseFormat(options.format);
  if (options.onboard) {
    console.error('--onboard is deprecated: write "crosscheck onboard" instead');
    const { onboardCommand } = await import('../onboard/onboard-command.ts');
    return await onboardCommand(options);
  }
  const plan = await parsePlan(options);
  if (options.explain) {
    console.log(explainFirst(plan));
    return 0;
  }
  if (plan.empty) console.error(`No customers: ${plan.empty}`);
  limitOldGeneration();
  const records = options.negative ? await negativeRecords(plan, format) : writeOptions(plan, format);
  return options.out === undefined ? await writeToStdout(records) : await writeToFile(options.out, records);
}

function writeOptions(plan: CustomersPlan, format: FormatName): WriteCustomersOptions {
  return { plan, format: formats[format], records: customerRecords(plan) };
}

/**
 * Lists the negative records of a plan. Their number differs by customer, so a resumed file draws the written ones
 * again.
 */
async function negativeRecords(plan: CustomersPlan, format: FormatName): Promise<WriteCustomersOptions> {
  // Loaded only here: the whole harness takes more memory than the generator.
  const { negativeRecordsOf } = await import('../../harness/host.ts');
  const records: Records = function* from(index) {
    let current = 0;
    for (const record of negativeRecordsOf(customerRecords(plan)(0))) {
      if (current >= index) yield record;
      current += 1;
    }
  };
  return { plan, format: negativeFormats[format], records, isNegative: true };
}

/**
 * Renders the fields of the first customer, each with its value and, below, the reason why it belongs to no real
 * person.
 */
function explainFirst({ seed, first, options, empty }: CustomersPlan): string {
  if (empty) throw usageError(`Cannot explain a customer: ${empty}`, 'Choose another shard');
  const { trigger: _, ...plain } = options;
  const draw = (drawOptions: CustomerOptions): CustomerRecord => customer(seed, first, drawOptions);
  const fields = explainCustomer(draw(options), draw(plain));
  return fields.map(({ field, value, reason }) => `${field}  ${String(value)}\n${wrapText(`  ${reason}`)}`).join('\n');
}

/** Checks that no option contradicts or ignores another one. */
function checkCombination(isGiven: IsGiven): void {
  for (const option of ['out', 'format', 'negative'] as const)
    if (isGiven(option) && isGiven('onboard'))
      throw usageError(
        `Cannot use --${option} with --onboard: it applies to written customers only`,
        'Omit one of them',
      );
  for (const option of ['parallel', 'target', 'limit'] as const)
    if (isGiven(option) && !isGiven('onboard'))
      throw usageError(
        `Cannot use --${option}: it applies to onboarding only`,
        'To send the customers to a bank, use: npx crosscheck onboard',
      );
  for (const option of ['out', 'format', 'onboard', 'negative'] as const)
    if (isGiven(option) && isGiven('explain'))
      throw usageError(`Cannot use --${option} with --explain, which only prints reasons`, 'Omit one of them');
}

function parseFormat(text: string): FormatName {
  const name = formatNames.find((candidate) => candidate === text);
  if (name) return name;
  throw unknownName('--format', text, formatNames);
}

import { CrosscheckError } from '../../core/errors.ts';
import { type CustomerOptions, customer } from '../../harness/customers/index.ts';
import { type FormatName, formatNames, formats, twinFormats } from './customer-format.ts';
import type { CustomersCommandOptions } from './customers-options.ts';
import type { CustomersPlan } from './customers-plan.ts';
import { renderExplained } from './explain.ts';
import { keepGarbageLow } from './keep-memory-flat.ts';
import { parsePlan } from './parse-plan.ts';
import { plainRecords } from './records.ts';
import { writeToFile, writeToStdout } from './write-customers.ts';

export type { CustomersCommandOptions } from './customers-options.ts';

/** Whether a person gave an option, so that it is not its default. */
type IsGiven = (option: keyof CustomersCommandOptions) => boolean;

/**
 * `crosscheck customers`: generates test customers, and writes, explains or onboards them. Gives the exit code; throws a
 * CrosscheckError, before any file is touched, on options that are wrong or that nothing would obey.
 */
export async function customersCommand(options: CustomersCommandOptions, isGiven: IsGiven): Promise<number> {
  checkTogether(isGiven);
  if (options.out === '') throw wrong('--out is empty', 'Name a file, or leave it out to write to standard output');
  const name = parseFormat(options.format);
  const plan = await parsePlan(options);
  if (options.explain) {
    if (plan.empty) throw wrong(`--explain has no customer to tell about: ${plan.empty}`, 'Name another shard');
    const { trigger: _, ...plain } = plan.options;
    const draw = (asked: CustomerOptions) => customer(plan.seed, plan.first, asked);
    console.log(renderExplained(draw(plan.options), draw(plain)));
    return 0;
  }
  if (plan.empty) console.error(`No customers: ${plan.empty}`);
  if (options.onboard) {
    const { onboardCommand } = await import('../onboard/onboard-command.ts');
    return await onboardCommand(plan, options);
  }
  keepGarbageLow();
  const writing = await writingOf(plan, { name, isNegative: options.negative === true });
  return options.out === undefined ? await writeToStdout(writing) : await writeToFile(options.out, writing);
}

async function writingOf(plan: CustomersPlan, { name, isNegative }: { name: FormatName; isNegative: boolean }) {
  if (!isNegative) return { plan, format: formats[name], records: plainRecords(plan) };
  const { twinRecords } = await import('./twin-records.ts');
  return { plan, format: twinFormats[name], records: twinRecords(plan), of: 'twins' as const };
}

/** Options that ask for two things at once, or that only another one has a use for. */
function checkTogether(isGiven: IsGiven): void {
  for (const option of ['out', 'format'] as const)
    if (isGiven(option) && isGiven('onboard'))
      throw wrong(`--${option} is of customers that are written, and --onboard sends them`, 'Give one of the two');
  if (isGiven('negative') && isGiven('onboard'))
    throw wrong('--negative is of customers that are written, and --onboard sends valid ones', 'Give one of the two');
  for (const option of ['parallel', 'target', 'limit'] as const)
    if (isGiven(option) && !isGiven('onboard'))
      throw wrong(`--${option} is of customers that are onboarded`, 'Add --onboard, or leave it out');
  for (const option of ['out', 'format', 'onboard', 'negative'] as const)
    if (isGiven(option) && isGiven('explain'))
      throw wrong(`--explain tells about fields and stops, so --${option} has no use`, 'Give one of the two');
}

function parseFormat(text: string): FormatName {
  const name = formatNames.find((candidate) => candidate === text);
  if (name) return name;
  throw wrong(`--format is "${text}"`, `Wanted ${formatNames.join(', ')}`);
}

function wrong(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy });
}

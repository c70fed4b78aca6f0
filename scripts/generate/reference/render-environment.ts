import { renderHead, renderTable } from './markdown.ts';

type Row = readonly [name: string, meaning: string];

/** The variables that select and reach a target. */
const TARGET: readonly Row[] = [
  ['COS_BASE_URL', 'Address of the COS. Without it, and without `--target`, a run uses the embedded bank'],
  ['COS_TOKEN_URL', 'Address of the token endpoint of `COS_BASE_URL`. Default: `/connect/token` of the target'],
  ['COS_AUDIENCE', 'Audience of the token. Default: `https://api.crbcos.com/`'],
  ['COS_CLIENT_ID', 'Client id of the partner'],
  ['COS_CLIENT_SECRET', 'Client secret of the partner'],
  ['COS_PARTNER_ID', 'Partner id, a GUID from the bank'],
  ['COS_OPERATOR_CLIENT_ID', 'Client id of the operator of an emulator. With it the clock can be moved'],
  ['COS_OPERATOR_CLIENT_SECRET', 'Client secret of that operator'],
  ['COS_PRODUCT_CHECKING', 'Product id of a checking account for persons'],
  ['COS_PRODUCT_SAVINGS', 'Product id of a savings account'],
  ['COS_PRODUCT_BUSINESS', 'Product id of a checking account for businesses'],
  ['COS_PRODUCT_EDD', 'Product id of a checking account with Early Direct Deposit; the flagship workflow needs it'],
  ['COS_PRODUCT_GENERAL_LEDGER', "Product id of a general ledger for the partner's own use"],
  ['COS_PRODUCT_INTEREST_SAVINGS', 'Product id of a savings account with interest'],
  ['COS_PRODUCT_TIME_DEPOSIT', 'Product id of a time deposit (CD)'],
  ['COS_PRODUCT_DEBIT_CARD', 'Product id of an account with a debit card'],
  ['COS_ALLOWED_HOSTS', 'Further https hosts that a target may have, separated by commas'],
];

/** The variables of webhooks, customers and reports. */
const COMMANDS: readonly Row[] = [
  ['COS_EVENTS', '`poll` or `receive`: the way to get webhook events from a real bank. Empty: events are not observed'],
  ['COS_CALLBACK_URL', 'Public https address that leads to `COS_CALLBACK_PORT`, for `COS_EVENTS=receive`'],
  ['COS_CALLBACK_PORT', 'Port of this machine that receives the deliveries'],
  ['COS_WEBHOOK_PASSWORD', 'Password for `crosscheck webhooks --username NAME`'],
  ['COS_TAX_ID_LIST', 'File with the tax ids that a bank approved for tests'],
  ['COS_SCREENING_TRIGGERS', "File with the names that trigger a result of a real bank's screening"],
  ['COS_LIMITS', 'Limits to change, `NAME=NUMBER` separated by commas; names: `crosscheck run --help`'],
  ['COS_KEEP_RUNS', 'Number of run folders that each command keeps. Default: 20'],
  ['NO_COLOR', 'Prints without colours'],
];

/** The variables of the tests. */
const TESTS: readonly Row[] = [
  ['FUZZ_SEED', 'Repeats the requests of the fuzz tests'],
  ['ACCRUAL_SEED', 'Repeats the random balances and terms of the accrual of interest'],
  ['MODEL_SEED', 'Repeats the scripts of the ledger model'],
  ['MODEL_PATH', 'Repeats one failing script of that model; a failure prints it'],
  ['MODEL_SCRIPT', 'Belongs to `MODEL_PATH`'],
  ['RACES_SEED', 'Repeats the races of requests'],
  ['KILL_SEED', 'Repeats the moments at which the emulator is killed'],
  ['ONBOARDING_KILL_SEED', 'Repeats the moments at which an onboarding is killed'],
  ['HOSTILE_SEED', 'Repeats the wrong answers of a bank'],
  ['KILL_ROUNDS', 'Number of kills. `npm run reliability` sets 50'],
  ['HOSTILE_ANSWERS', 'Number of wrong answers over workflows. `npm run reliability` sets 5,000'],
  ['REPORT_FAULTS', '`all` stops a run at every phase, as `npm run reliability` does'],
  ['CHROMIUM_PATH', 'Chromium for the tests of the reference page'],
  ['CI', 'Prints one dot for each test and forbids `test.only`'],
];

/** Renders the page of the environment variables; a spec compares it with the sources. */
export function renderEnvironment(): string {
  const section = (title: string, rows: readonly Row[]) => [
    `## ${title}`,
    '',
    ...renderTable(
      ['variable', 'meaning'],
      rows.map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
  ];
  return [
    ...renderHead('Environment variables', '`scripts/generate/reference/render-environment.ts`'),
    'A variable is read from the environment, otherwise from the file `.env` of the current folder.',
    '`.env.example` is a template. A variable of the tests is read from the environment only.',
    '',
    ...section('Target', TARGET),
    ...section('Commands', COMMANDS),
    ...section('Tests', TESTS),
  ].join('\n');
}

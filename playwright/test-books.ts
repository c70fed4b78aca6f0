import type { TestStepInfo } from '@playwright/test';
import type { Exchange } from '../core/exchange.ts';
import { type Finding, severityOf } from '../core/finding.ts';
import { printable } from '../core/printable.ts';
import type { AccountBalance, Movement } from '../core/run-event.ts';
import { type OperationId, operations } from '../generated/operations.ts';
import type { Operations } from '../generated/types/index.ts';
import { type Client, createClient, type SendInput } from '../harness/client/client.ts';
import { checkExchange } from '../harness/contract/checks.ts';
import { type Auditor, type AuditReport, createAuditor } from '../harness/ledger/auditor.ts';
import type { Effect } from '../harness/ledger/effects.ts';
import { openedAccounts } from '../harness/ledger/opened-accounts.ts';
import { maskReport } from '../harness/masking/mask-report.ts';
import { redactExchange } from '../harness/masking/redact-exchange.ts';
import { closedDayIn } from '../harness/workflow/engine/bank-clock.ts';
import { calledFrom } from './called-from.ts';
import { annotateFindings, asJson, describeFindings, type TestContext } from './run-as-test.ts';
import { fundTestAccount } from './test-customer.ts';
import { Told } from './told.ts';

type Content<T> = T extends { content: infer C } ? C[keyof C] : never;
type RequestOf<Id extends OperationId> = Content<NonNullable<Operations[Id]['requestBody']>>;
type AnswerOf<Id extends OperationId> = {
  [Status in Extract<keyof Operations[Id]['responses'], 200 | 201 | 202>]: Content<Operations[Id]['responses'][Status]>;
}[Extract<keyof Operations[Id]['responses'], 200 | 201 | 202>];
type Part<Name extends string, Value> = [Value] extends [never]
  ? { readonly [N in Name]?: never }
  : Record<string, never> extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };
type ParametersOf<Id extends OperationId, Place extends string> = Operations[Id]['parameters'] extends {
  [P in Place]?: infer Values;
}
  ? NonNullable<Values>
  : never;

/** What a call of an operation sends, typed by the contract. */
export type CallInput<Id extends OperationId> = Pick<SendInput, 'headers' | 'idempotencyKey'> &
  Part<'body', RequestOf<Id>> &
  Part<'path', ParametersOf<Id, 'path'>> & { readonly query?: Partial<ParametersOf<Id, 'query'>> };

/** What an audit found that is no failure, and what has moved since the one before. */
export interface AuditOfTest {
  readonly findings: readonly Finding[];
  readonly movements: readonly Movement[];
  /** Names of the ledger laws that were asked. */
  readonly lawsChecked: readonly string[];
}

/**
 * The bank as a spec calls it, and its books. Each request is a test step with its redacted exchange attached. As in a
 * workflow, whatever is written declares what it does to the books, or nothing may move: a write that no `audit` has
 * followed is audited without effects before the next one, and at the end of the test.
 */
export interface TestBooks {
  /** Sends an operation and gives the body of its answer; throws on an answer that is no success. */
  call<Id extends OperationId>(
    operationId: Id,
    ...input: Record<string, never> extends CallInput<Id> ? [CallInput<Id>?] : [CallInput<Id>]
  ): Promise<AnswerOf<Id>>;
  /** Sends whatever it is told, and gives the exchange, whatever its status. */
  readonly client: Client;
  /** Has another bank send this many cents to an account that was opened here, waits for them, and audits the books. */
  fund(account: { readonly accountNumber: string }, cents: number): Promise<void>;
  /**
   * Holds every exchange since the last audit against the contract, reads the books of all accounts that were opened here,
   * and asks every law: these effects have happened, and no other cent has moved. Fails the test on failures.
   */
  audit(effects?: readonly Effect[]): Promise<AuditOfTest>;
  /** The figures of the last audit, in cents. */
  balances(): AccountBalance[];
}

/** The books with their end, at which the last write is audited and every record is read. */
export interface OpenTestBooks extends TestBooks {
  close(): Promise<void>;
}

/** Opens the books of a test, which know no account yet. */
export function openTestBooks(context: TestContext): OpenTestBooks {
  const { test, info, bank } = context;
  const seen: Exchange[] = [];
  const unaudited: Exchange[] = [];
  let auditing: Promise<unknown> = Promise.resolve();
  const recorder = createClient(bank.target, {
    onExchange: (exchange) => seen.push(exchange),
    newIdempotencyKey: bank.newId,
  });
  const auditor = createAuditor(recorder);
  const { secrets } = recorder;
  /** The copy of an exchange that a test attaches. */
  const shown = (exchange: Exchange) => maskReport(redactExchange(exchange), secrets);

  const client: Client = {
    target: bank.target,
    secrets,
    async send(operationId, input) {
      const isWrite = operations[operationId as OperationId].method !== 'get';
      // Writes that are sent together wait for one audit, and are one thing to the next.
      const from = calledFrom();
      if (isWrite && unaudited.length > 0) auditing = audit([]);
      if (isWrite) await auditing;
      const body = async (step: TestStepInfo) => {
        const exchange = await recorder.send(operationId, input);
        if (isWrite) unaudited.push(exchange);
        await step.attach(operationId, asJson(shown(exchange)));
        return exchange;
      };
      return await test.step(operationId, body, from);
    },
  };

  function audit(effects: readonly Effect[], sweep = false): Promise<AuditOfTest> {
    const from = calledFrom();
    const writes = unaudited.splice(0);
    const after = writes.map(({ operationId }) => operationId).join(', ');
    const title = `Audit the books${after === '' ? '' : ` after ${after}`}`;
    const body = async (step: TestStepInfo) => {
      const sent = new Set(seen);
      const audited = await auditWrites(auditor, { writes, effects, sweep });
      const judged = seen.splice(0).map((exchange) => ({ exchange, found: checkExchange(exchange) }));
      const deviations = [...judged.flatMap(({ found }) => found), ...audited.deviations];
      const findings = deviations.map(
        (deviation): Finding => ({
          ...maskReport(deviation, secrets),
          stepId: after || 'audit',
          severity: severityOf(deviation, bank.target.kind),
        }),
      );
      const telling = judged.filter(({ exchange, found }) => !sent.has(exchange) && found.length > 0);
      if (telling.length > 0)
        await step.attach('what was read', asJson(telling.map(({ exchange }) => shown(exchange))));
      annotateFindings(info, findings);
      const failures = findings.filter(({ severity }) => severity === 'failure');
      if (failures.length > 0) throw new Told([title, ...describeFindings(failures)].join('\n'), from);
      return { findings, movements: audited.movements, lawsChecked: audited.lawsChecked };
    };
    return test.step(title, body, from);
  }

  return {
    client,
    async call(operationId, ...[input]) {
      const from = calledFrom();
      const exchange = await client.send(operationId, input as SendInput | undefined);
      const { statusCode, body } = shown(exchange).response;
      if (statusCode < 300) return exchange.response.body as AnswerOf<typeof operationId>;
      throw new Told(
        `${operationId} was answered with status ${statusCode}: ${printable(JSON.stringify(body) ?? '')}`,
        from,
      );
    },
    async fund(account, cents) {
      if (unaudited.length > 0) await audit([]);
      await fundTestAccount(account.accountNumber, cents, context);
      await audit([{ kind: 'moves', accountNumber: account.accountNumber, cents }]);
    },
    audit: (effects = []) => audit(effects),
    balances: () => auditor.balances(),
    async close() {
      // A test that has failed already stopped in the middle of something: what it would have declared is not known.
      try {
        if (info.errors.length === 0) await audit([], true);
      } finally {
        await info.attach('books', asJson(auditor.balances()));
      }
    },
  };
}

/** Has the auditor learn every account that was opened, which it does from one exchange at a time, and asks about the last. */
async function auditWrites(
  auditor: Auditor,
  options: { writes: readonly Exchange[]; effects: readonly Effect[]; sweep: boolean },
): Promise<AuditReport> {
  const { writes, effects, sweep } = options;
  const opens = (exchange: Exchange) => openedAccounts(exchange).length > 0;
  const last = writes.findLast((exchange) => !opens(exchange)) ?? writes.at(-1);
  for (const exchange of writes)
    if (exchange !== last && opens(exchange)) await auditor.audit({ effects: [], exchange, sweep: false });
  const closedPostingDay = closedDayIn(last);
  return await auditor.audit({
    effects,
    sweep,
    ...(last ? { exchange: last } : {}),
    ...(closedPostingDay ? { closedPostingDay } : {}),
  });
}

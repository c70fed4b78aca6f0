import type { Location, TestStepInfo } from '@playwright/test';
import { findCallerLocation } from '../core/caller-location.ts';
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
import type { EffectDeclaration } from '../harness/workflow/arazzo/document.ts';
import { closedDayIn } from '../harness/workflow/engine/bank-clock.ts';
import { PlainError } from './plain-error.ts';
import { readEffects } from './read-effects.ts';
import { annotateFindings, asJson, describeFindings, type TestContext } from './run-as-test.ts';
import { fundTestAccount } from './test-customer.ts';

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

/** The request of a call, typed by the contract. */
export type CallInput<Id extends OperationId> = Pick<SendInput, 'headers' | 'idempotencyKey'> &
  Part<'body', RequestOf<Id>> &
  Part<'path', ParametersOf<Id, 'path'>> & { readonly query?: Partial<ParametersOf<Id, 'query'>> };

/** The result of an audit: findings that are not failures, and the movements since the last audit. */
export interface AuditOfTest {
  readonly findings: readonly Finding[];
  readonly movements: readonly Movement[];
  /** Names of the ledger laws that were checked. */
  readonly lawsChecked: readonly string[];
}

/**
 * The bank of a test and its books. Each request is a test step with its redacted exchange attached. As in a workflow,
 * a write must declare its effects on the books. A write without an `audit` is audited without effects before the next
 * write, and at the end of the test.
 */
export interface TestBooks {
  /** Sends an operation and returns the body of its response; throws for a status that is not a success. */
  call<Id extends OperationId>(
    operationId: Id,
    ...input: Record<string, never> extends CallInput<Id> ? [CallInput<Id>?] : [CallInput<Id>]
  ): Promise<AnswerOf<Id>>;
  /** Sends an operation and returns its exchange, whatever the status. */
  readonly client: Client;
  /**
   * Brings this many cents to an account that was opened here: an inbound ACH credit, the wait for it, and an audit.
   */
  fund(account: { readonly accountNumber: string }, cents: number): Promise<void>;
  /**
   * Checks each exchange since the last audit against the contract, reads the books of all accounts that were opened
   * here, and checks every law: these effects happened, and no other cent moved. Fails the test for failures.
   */
  audit(effects?: readonly EffectDeclaration[]): Promise<AuditOfTest>;
  /** Returns the figures of the last audit, in cents. */
  balances(): AccountBalance[];
}

/** The books with their end, which audits the last write and reads every record. */
export interface OpenTestBooks extends TestBooks {
  close(): Promise<void>;
}

/** Opens the books of a test, without accounts. */
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
  /** Returns the masked copy of an exchange that a test attaches. */
  const shown = (exchange: Exchange) => maskReport(redactExchange(exchange), secrets);

  const client: Client = {
    target: bank.target,
    secrets,
    async send(operationId, input) {
      const isWrite = operations[operationId as OperationId].method !== 'get';
      // Writes that are sent together wait for one audit, and are audited together.
      const from = locateCaller();
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
    const from = locateCaller();
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
        await step.attach('read exchanges with findings', asJson(telling.map(({ exchange }) => shown(exchange))));
      annotateFindings(info, findings);
      const failures = findings.filter(({ severity }) => severity === 'failure');
      if (failures.length > 0) throw new PlainError([title, ...describeFindings(failures)].join('\n'), from);
      return { findings, movements: audited.movements, lawsChecked: audited.lawsChecked };
    };
    return test.step(title, body, from);
  }

  return {
    client,
    async call(operationId, ...[input]) {
      const from = locateCaller();
      const exchange = await client.send(operationId, input as SendInput | undefined);
      const { statusCode, body } = shown(exchange).response;
      if (statusCode < 300) return exchange.response.body as AnswerOf<typeof operationId>;
      throw new PlainError(
        `${operationId} returned status ${statusCode}: ${printable(JSON.stringify(body) ?? '')}`,
        from,
      );
    },
    async fund(account, cents) {
      if (unaudited.length > 0) await audit([]);
      await fundTestAccount(account.accountNumber, cents, context);
      await audit([{ kind: 'moves', accountNumber: account.accountNumber, cents }]);
    },
    audit: async (effects = []) => await audit(readEffects(effects)),
    balances: () => auditor.balances(),
    async close() {
      // A test that has already failed stopped before it could declare its effects.
      try {
        if (info.errors.length === 0) await audit([], true);
      } finally {
        await info.attach('books', asJson(auditor.balances()));
      }
    },
  };
}

/** Audits the writes of a test: all opened accounts are added one by one, then the last write is audited. */
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

/** Returns the option `location` of a test step: the call in the spec. */
function locateCaller(): { location?: Location } {
  const location = findCallerLocation();
  return location ? { location } : {};
}

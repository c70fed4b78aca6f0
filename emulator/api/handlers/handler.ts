import type { OperationId } from '../../../generated/operations.ts';
import type { AchSchemas, Operations } from '../../../generated/types/index.ts';
import type { Bank } from '../../bank/bank.ts';
import type { PageQuery } from '../../bank/listing.ts';
import type { Rejection } from '../../bank/rejection.ts';
import type { DeliverySender } from '../../webhooks/delivery-sender.ts';

/** A request that has passed authorization and validation. */
export interface ValidRequest {
  /** The caller's partner; empty for the operator. */
  readonly partnerId: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a handler can reach beside the bank it serves. */
export interface Backend {
  readonly bank: Bank;
  readonly deliveries: DeliverySender;
  /** Sends what is due to be delivered, without a caller that waits for it. */
  startDeliveries(): void;
  readonly partnerIds: readonly string[];
  /** Lets every partner's token expire now; tells how many were alive. */
  expireTokens(): number;
  /** Puts a bank without books in the place of this one. */
  reset(): Bank;
}

/** The body of the operation's success answer, or the bank's no. */
type Outcome<Id extends OperationId> = SuccessBody<Operations[Id]['responses']> | Rejection;
/** What is queued answers nothing, or on side B of DOC-060 the payment that has come of it; a poll may find nothing. */
type SuccessBody<Responses> = Responses extends { 200: { content: { 'application/json': infer Body } } }
  ? Body | (Responses extends { 204: unknown } ? undefined : never)
  : Responses extends { 202: unknown }
    ? AchSchemas['AchPayment'] | undefined
    : undefined;

/** The operator's own that wait for deliveries; what a partner asks for is answered at once, in one commit. */
type DeliveringOperation = 'advanceClock' | 'closePostingDay' | 'resetBank';

/** Every operation but the token's. One that is missing, superfluous or answers something else does not compile. */
export type Handlers = {
  readonly [Id in Exclude<OperationId, 'issueToken'>]: (
    backend: Backend,
    request: ValidRequest,
  ) => Id extends DeliveringOperation ? Promise<Outcome<Id>> : Outcome<Id>;
};

/** Which page of a list is asked for, with its defaults. */
export const page = (query: ValidRequest['query']) => query as unknown as PageQuery;
/** The account number in the path. */
export const account = ({ path }: ValidRequest) => path.accountNumber ?? '';
/** The customer in the path. */
export const customerId = ({ path }: ValidRequest) => path.customerId ?? '';

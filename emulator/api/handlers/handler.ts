import type { OperationId } from '../../../generated/operations.ts';
import type { AchSchemas, Operations } from '../../../generated/types/index.ts';
import type { Bank } from '../../bank/bank.ts';
import type { PdfDocument } from '../../bank/documents/pdf-document.ts';
import type { PageQuery } from '../../bank/listing.ts';
import type { Rejection } from '../../bank/rejection.ts';
import type { DeliverySender } from '../../webhooks/delivery-sender.ts';

/** A request that has passed authorization and validation. */
export interface ValidRequest {
  /** The partner of the token; empty for the operator. */
  readonly partnerId: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The parts of the emulator that a handler can use. */
export interface Backend {
  readonly bank: Bank;
  readonly deliveries: DeliverySender;
  /** Starts to send the deliveries that are due; does not wait for them. */
  startDeliveries(): void;
  readonly partnerIds: readonly string[];
  /** Expires the tokens of all partners now; returns the number of tokens that were valid. */
  expireTokens(): number;
  /** Replaces the bank with an empty one. */
  reset(): Bank;
}

/** The body of the operation's success response, or a rejection. */
type Outcome<Id extends OperationId> = SuccessBody<Operations[Id]['responses']> | Rejection;
/** A queued request has no body, or on side B of DOC-060 the resulting payment. A poll may find no event. */
type SuccessBody<Responses> = Responses extends { 200: { content: { 'application/json': infer Body } } }
  ? Body | (Responses extends { 204: unknown } ? undefined : never)
  : Responses extends { 200: { content: { 'application/pdf': unknown } } }
    ? PdfDocument
    : Responses extends { 202: unknown }
      ? AchSchemas['AchPayment'] | undefined
      : undefined;

/** The operator's operations that wait for deliveries. Requests of partners are answered at once, in one commit. */
type DeliveringOperation = 'advanceClock' | 'closePostingDay' | 'resetBank';

/** Every operation except issueToken. A handler that is missing, unknown or returns another type does not compile. */
export type Handlers = {
  readonly [Id in Exclude<OperationId, 'issueToken'>]: (
    backend: Backend,
    request: ValidRequest,
  ) => Id extends DeliveringOperation ? Promise<Outcome<Id>> : Outcome<Id>;
};

/** Returns the requested page of a list; validation has set the defaults. */
export const page = (query: ValidRequest['query']) => query as unknown as PageQuery;
/** Returns the account number in the path. */
export const account = ({ path }: ValidRequest) => path.accountNumber ?? '';
/** Returns the customer id in the path. */
export const customerId = ({ path }: ValidRequest) => path.customerId ?? '';

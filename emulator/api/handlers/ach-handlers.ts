import type { AchSchemas } from '../../../generated/types/index.ts';
import { getAchPayment, listAchPayments, type PaymentQuery } from '../../bank/ach/ach-payments.ts';
import { simulateInboundCorrection, simulateInboundReturn } from '../../bank/ach/ach-returns.ts';
import { cancelAchPayment } from '../../bank/ach/ach-review.ts';
import {
  type BatchQuery,
  cancelClientBatch,
  getClientBatch,
  listClientBatches,
  originateClientBatch,
} from '../../bank/ach/client-batches.ts';
import { simulateInboundOrigination } from '../../bank/ach/inbound-ach.ts';
import { originateAchPayment } from '../../bank/ach/outbound-ach.ts';
import type { Handlers } from './handler.ts';

/** The handlers of the ACH operations. */
export const achHandlers = {
  originateAchPayment: ({ bank }, { partnerId, body }) =>
    originateAchPayment(bank, partnerId, body as AchSchemas['OriginateAchPaymentRequest']),
  listAchPayments: ({ bank }, { partnerId, query }) =>
    listAchPayments(bank, partnerId, query as unknown as PaymentQuery),
  getAchPayment: ({ bank }, { partnerId, path }) => getAchPayment(bank, partnerId, path.paymentId ?? ''),
  cancelAchPayment: ({ bank }, { partnerId, path }) => cancelAchPayment(bank, partnerId, path.paymentId ?? ''),
  simulateInboundOrigination: ({ bank }, { partnerId, body }) =>
    simulateInboundOrigination(bank, partnerId, body as AchSchemas['SimulatedInboundOriginationRequest']),
  simulateInboundReturn: ({ bank }, { partnerId, body }) =>
    simulateInboundReturn(bank, partnerId, body as AchSchemas['SimulatedInboundReturnRequest']),
  simulateInboundCorrection: ({ bank }, { partnerId, body }) =>
    simulateInboundCorrection(bank, partnerId, body as AchSchemas['SimulatedInboundCorrectionRequest']),
  originateClientBatch: ({ bank }, { partnerId, body }) =>
    originateClientBatch(bank, partnerId, body as AchSchemas['OriginateClientBatchRequest']),
  listClientBatches: ({ bank }, { partnerId, query }) =>
    listClientBatches(bank, partnerId, query as unknown as BatchQuery),
  getClientBatch: ({ bank }, { partnerId, path }) => getClientBatch(bank, partnerId, path.clientBatchId ?? ''),
  cancelClientBatch: ({ bank }, { partnerId, path }) => cancelClientBatch(bank, partnerId, path.clientBatchId ?? ''),
} satisfies Partial<Handlers>;

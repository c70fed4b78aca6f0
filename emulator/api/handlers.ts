import { accountHandlers } from './handlers/account-handlers.ts';
import { achHandlers } from './handlers/ach-handlers.ts';
import { controlPlaneHandlers } from './handlers/control-plane-handlers.ts';
import { customerHandlers } from './handlers/customer-handlers.ts';
import { depositHandlers } from './handlers/deposit-handlers.ts';
import type { Handlers } from './handlers/handler.ts';
import { webhookHandlers } from './handlers/webhook-handlers.ts';

/** The handler of each operation. Requests are validated against the contract before. */
export const handlers: Handlers = {
  ...customerHandlers,
  ...accountHandlers,
  ...depositHandlers,
  ...achHandlers,
  ...webhookHandlers,
  ...controlPlaneHandlers,
};

import { accountHandlers } from './handlers/accounts.ts';
import { achHandlers } from './handlers/ach.ts';
import { controlPlaneHandlers } from './handlers/control-plane.ts';
import { customerHandlers } from './handlers/customers.ts';
import type { Handlers } from './handlers/handler.ts';
import { webhookHandlers } from './handlers/webhooks.ts';

/** The handler of each operation. Requests are validated against the contract before. */
export const handlers: Handlers = {
  ...customerHandlers,
  ...accountHandlers,
  ...achHandlers,
  ...webhookHandlers,
  ...controlPlaneHandlers,
};

import type { WebhookSchemas } from '../../../generated/types/index.ts';
import {
  acknowledgeEvent,
  type EventQuery,
  getEvent,
  listEvents,
  pingRegistration,
  pollEvents,
  resendEvent,
} from '../../bank/events/event-operations.ts';
import {
  createRegistration,
  deleteRegistration,
  getRegistration,
  listEventNames,
  listRegistrations,
  type RegistrationQuery,
  restartRegistration,
  updateRegistration,
} from '../../bank/events/registrations.ts';
import type { Handlers, ValidRequest } from './handler.ts';

const registration = ({ path }: ValidRequest) => path.registrationId ?? '';

/** The handlers of the operations on registrations and events. */
export const webhookHandlers = {
  createRegistration: ({ bank }, { partnerId, body }) =>
    createRegistration(bank, partnerId, body as WebhookSchemas['RegistrationRequest']),
  listRegistrations: ({ bank }, { partnerId, query }) =>
    listRegistrations(bank, partnerId, query as unknown as RegistrationQuery),
  getRegistration: ({ bank }, request) => getRegistration(bank, request.partnerId, registration(request)),
  updateRegistration: ({ bank }, request) => {
    const change = request.body as WebhookSchemas['RegistrationRequest'];
    return updateRegistration(bank, request.partnerId, registration(request), change);
  },
  deleteRegistration: ({ bank }, request) => deleteRegistration(bank, request.partnerId, registration(request)),
  restartRegistration: ({ bank }, request) => restartRegistration(bank, request.partnerId, registration(request)),
  pingRegistration: ({ bank }, request) => pingRegistration(bank, request.partnerId, registration(request)),
  getWebhookMeta: () => listEventNames(),
  listEvents: ({ bank }, { partnerId, query }) => listEvents(bank, partnerId, query as unknown as EventQuery),
  getEvent: ({ bank }, { partnerId, path }) => getEvent(bank, partnerId, path.eventId ?? ''),
  pollEvents: ({ bank }, { partnerId }) => pollEvents(bank, partnerId),
  acknowledgeEvent: ({ bank }, { partnerId, path }) => acknowledgeEvent(bank, partnerId, path.eventId ?? ''),
  resendEvent: ({ bank }, { partnerId, path }) => resendEvent(bank, partnerId, path.eventId ?? ''),
} satisfies Partial<Handlers>;

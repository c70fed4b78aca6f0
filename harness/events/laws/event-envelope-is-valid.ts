import type { EventName } from '../../../generated/events.ts';
import { validators as closed } from '../../../generated/validators/closed-events.js';
import { validators } from '../../../generated/validators/events.js';
import { describeSchemaErrors } from '../../contract/describe-schema-error.ts';
import { findSchemaErrors } from '../../contract/schema-errors.ts';
import { describeEvent, fitsTemplate, type ReceivedEvent, readEnvelope } from '../event-entry.ts';
import type { EventContext, EventDeviation, EventLaw } from '../law.ts';

/** Source: P-HOOKS; the limits are those of one event. */
const MOST_RESOURCES = { Extended: 1_000 };
/** The number of characters shown of an unknown name. */
const MOST_SHOWN = 120;
const ADDITIVE: ReadonlySet<string> = new Set(['enum', 'unevaluatedProperties']);

/**
 * An event matches the contract for its name, is for this partner, and has the details of each of its resources, in
 * order.
 */
export const eventEnvelopeIsValid: EventLaw = {
  name: 'event-envelope-is-valid',
  requirementIds: ['D06', 'D08'],
  provenance: 'public',
  moment: 'arrival',
  check: (context) => context.newEvents.flatMap((event) => checkEvent(event, context)),
};

function checkEvent(event: ReceivedEvent, context: EventContext): EventDeviation[] {
  const { name } = readEnvelope(event);
  if (name === undefined || !context.registeredNames.has(name)) return [describeStranger(event, context)];
  return [
    ...checkPing(event, name),
    ...checkSchema(event, name),
    ...checkPartner(event, name, context),
    ...checkResources(event, name),
  ];
}

function describeStranger({ body }: ReceivedEvent, { registeredNames }: EventContext): EventDeviation {
  const { eventName } = (body ?? {}) as { eventName?: unknown };
  return {
    message: 'Received an event without a registration',
    expected: [...registeredNames].join(', '),
    actual: typeof eventName === 'string' ? eventName.slice(0, MOST_SHOWN) : 'a body without an event name',
  };
}

/**
 * Checks the schema. New fields are allowed by the bank's versioning policy; a status other than Pending is wrong
 * (P-HOOKS).
 */
function checkSchema({ body }: ReceivedEvent, name: EventName): EventDeviation[] {
  const [isClosed, isOpen] = [closed[name], validators[name]];
  const closedErrors = isClosed ? findSchemaErrors(isClosed, body) : [];
  if (!isOpen || closedErrors.length === 0) return [];
  const isNew = (keyword: string, path: string) => ADDITIVE.has(keyword) && path !== '/status';
  const added = closedErrors.filter(({ keyword, instancePath }) => isNew(keyword, instancePath));
  const openErrors = findSchemaErrors(isOpen, body);
  const wrong = openErrors.filter(({ keyword, instancePath }) => !isNew(keyword, instancePath));
  const describe = (errors: typeof wrong): EventDeviation[] =>
    describeSchemaErrors(errors, body, describeEvent(name)).map((facts) => ({
      ...facts,
      message: `${name}: ${facts.message}`,
    }));
  return [...describe(wrong), ...describe(added).map((facts) => ({ ...facts, additive: true }))];
}

/** Checks a ping, which tests the delivery and has no resources (P-HOOKS). */
function checkPing(event: ReceivedEvent, name: EventName): EventDeviation[] {
  const { isPing, resources } = readEnvelope(event);
  if (!isPing || resources.length === 0) return [];
  return [
    { message: `${name} has resources, but is marked as a ping`, expected: 'isPing false', actual: 'isPing true' },
  ];
}

function checkPartner(event: ReceivedEvent, name: EventName, { partnerId }: EventContext): EventDeviation[] {
  const { partnerId: actual } = readEnvelope(event);
  // UUIDs ignore case.
  if (typeof actual === 'string' && actual.toLowerCase() === partnerId.toLowerCase()) return [];
  return [{ message: `${name} is for another partner`, expected: partnerId, actual: String(actual) }];
}

function checkResources(event: ReceivedEvent, name: EventName): EventDeviation[] {
  const { resources, details } = readEnvelope(event);
  const { resource: template = '', discrepancy } = describeEvent(name);
  const misshapen = resources.filter((resource) => !fitsTemplate(resource, name));
  const strays = resources.filter((resource, at) => details[at] && !namesResource(details[at], resource));
  return [
    ...(resources.length > 0
      ? []
      : [{ message: `${name} has no resources`, expected: 'at least one', actual: 'none' }]),
    ...(resources.length <= MOST_RESOURCES.Extended
      ? []
      : [
          {
            message: `${name} has more resources than an Extended event may have`,
            expected: `at most ${MOST_RESOURCES.Extended}`,
            actual: String(resources.length),
          },
        ]),
    ...(details.length === resources.length
      ? []
      : [
          {
            message: `${name} does not have one entry of details for each resource`,
            expected: `${resources.length} details`,
            actual: `${details.length} details`,
          },
        ]),
    ...misshapen.map((resource) => ({
      message: `${name} has a resource of another form`,
      expected: template,
      actual: resource,
      ...(discrepancy === undefined ? {} : { discrepancy }),
    })),
    ...strays.map((resource) => ({
      message: `${name} has details of another resource`,
      expected: `details of ${resource}, in the order of the resources`,
      actual: 'details without its id',
    })),
  ];
}

function namesResource(detail: object, resource: string): boolean {
  return Object.values(detail).includes(resource.slice(resource.lastIndexOf('/') + 1));
}

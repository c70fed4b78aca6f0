import { expect, test } from '@playwright/test';
import { severityOf } from '../../core/finding.ts';
import { type EventName, events } from '../../generated/events.ts';
import { requirements } from '../../generated/requirements.ts';
import { idsOf, knownBy } from '../../harness/events/emitting-step.ts';
import { everyEventRequirementId, requirementIdsOf } from '../../harness/events/event-requirements.ts';
import { checkEventLaw } from '../../harness/events/law.ts';
import { eventLaws } from '../../harness/events/laws.ts';
import { proves } from '../requirement.ts';
import { expectDocumentedExample } from './example-finding.ts';
import { contextOf, eventExamples } from './law-examples/events.ts';

test('the registry of event laws has examples for each, and no other', () => {
  expect(Object.keys(eventExamples).sort()).toEqual(eventLaws.map(({ name }) => name).sort());
});

for (const law of eventLaws) {
  const { accepted, rejected } = eventExamples[law.name] ?? { accepted: {}, rejected: {} };

  for (const [what, example] of Object.entries(accepted)) {
    test(`${law.name} accepts ${what}`, () => {
      expect(checkEventLaw(law, contextOf(example))).toEqual([]);
    });
  }

  test(`${law.name} has an example finding in the reference`, () => {
    const [{ finds: _, proves: __, ...example }] = Object.values(rejected) as [(typeof rejected)[string]];
    expectDocumentedExample(law.name, checkEventLaw(law, contextOf(example))[0]);
  });

  for (const [what, { finds, proves: ids = [], ...example }] of Object.entries(rejected)) {
    test(`${law.name} finds ${what}`, proves(...ids), () => {
      const found = checkEventLaw(law, contextOf(example));
      const texts = found.map(({ message, expected, actual, discrepancy = '' }) =>
        [message, expected, actual, discrepancy].join(' | '),
      );
      expect(texts).toContainEqual(expect.stringMatching(finds));
      expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set([law.name]));
    });
  }
}

test('an unknown field is a discovery; Eastern as UTC a probe of a bank, our failure', () => {
  const severities = (name: string, example: string) => {
    const law = eventLaws.find((one) => one.name === name);
    const { finds: _, proves: __, ...given } = eventExamples[name]?.rejected[example] ?? { finds: /./ };
    const found = law ? checkEventLaw(law, contextOf(given)) : [];
    return found.map((deviation) => [severityOf(deviation, 'bank'), severityOf(deviation, 'emulator')]);
  };
  expect(severities('event-envelope-is-valid', 'a status of the resource')).toEqual([['failure', 'failure']]);
  expect(severities('event-envelope-is-valid', 'an unknown field')).toEqual([['discovery', 'discovery']]);
  expect(severities('event-is-created-near-its-change', 'Eastern time that is called UTC')).toEqual([
    ['probe', 'failure'],
  ]);
  expect(severities('event-is-created-near-its-change', 'three minutes after it')).toEqual([['failure', 'failure']]);
});

test('a finding cites the requirements of its event and no other', () => {
  const law = eventLaws.find(({ name }) => name === 'each-change-has-exactly-one-event');
  const { rejected = {} } = eventExamples[law?.name ?? ''] ?? {};
  const cited = (example: string) => {
    const { finds: _, ...given } = rejected[example] ?? { finds: /./ };
    return law ? checkEventLaw(law, contextOf(given)).map(({ requirementIds }) => requirementIds) : [];
  };
  expect(cited('a declared event that never came')).toEqual([['W01']]);
  expect(cited('a change of name with two events')).toEqual([['W03']]);
  expect(cited('a change that no step declares')).toEqual([['W03']]);
  expect(cited('a transaction without an event')).toEqual([['D30']]);
});

test('requirementIdsOf gives requirements that name the event', () => {
  for (const name of Object.keys(events) as EventName[])
    for (const id of requirementIdsOf(name).filter((one) => /^[WE]/.test(one)))
      expect(requirements.find((row) => row.id === id)?.behaviour).toContain(`\`${name}\` is sent`);
  expect(everyEventRequirementId).toHaveLength(21);
  expect(requirementIdsOf('Core.Customer.Profile.Changed')).toEqual(['W02', 'D29']);
  expect(requirementIdsOf('Core.Account.Opened')).toEqual(['D30']);
  expect(requirementIdsOf('Ach.Payment.Sent')).toEqual([]);
});

test('idsOf takes what names a record, and neither a version, a date nor a page', () => {
  const url = 'http://127.0.0.1:1/below/core/v1/dda/accounts/2100000005/activities?from=2026-03-02&pageNumber=1';
  const body = {
    id: 'a1',
    postedOn: '2026-03-02',
    amount: '12',
    holdIds: ['h1'],
    debit: { accountNumber: '2100000013' },
  };
  const headers = {};
  const exchange = {
    operationId: 'listActivities',
    request: { method: 'GET', url, headers },
    response: { statusCode: 200, headers, body },
  };
  expect([...idsOf(exchange)]).toEqual(['2100000005', 'a1', 'h1', '2100000013']);
  expect([...knownBy(exchange)]).toEqual(['2100000005', 'a1']);
  const foreign = {
    ...exchange,
    operationId: 'pets.list',
    request: { ...exchange.request, url: 'http://a.b/v1/pets/7' },
  };
  expect([...knownBy(foreign)]).toEqual(['7', 'a1']);
});

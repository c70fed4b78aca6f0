import { expect, test } from '@playwright/test';
import { severityOf } from '../../core/finding.ts';
import { askEventLaw } from '../../harness/events/law.ts';
import { eventLaws } from '../../harness/events/laws.ts';
import { proves } from '../requirement.ts';
import { contextOf, eventExamples } from './law-examples/events.ts';

test('the registry of event laws has examples for each, and no other', () => {
  expect(Object.keys(eventExamples).sort()).toEqual(eventLaws.map(({ name }) => name).sort());
});

for (const law of eventLaws) {
  const { accepted, rejected } = eventExamples[law.name] ?? { accepted: {}, rejected: {} };

  for (const [what, example] of Object.entries(accepted)) {
    test(`${law.name} accepts ${what}`, () => {
      expect(askEventLaw(law, contextOf(example))).toEqual([]);
    });
  }

  for (const [what, { finds, proves: ids = [], ...example }] of Object.entries(rejected)) {
    test(`${law.name} finds ${what}`, proves(...ids), () => {
      const found = askEventLaw(law, contextOf(example));
      const told = found.map(({ message, expected, actual, discrepancy = '' }) =>
        [message, expected, actual, discrepancy].join(' | '),
      );
      expect(told).toContainEqual(expect.stringMatching(finds));
      expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set([law.name]));
    });
  }
}

test('a field that nobody knows is a discovery, Eastern time called UTC a probe answer of a bank and a failure of the emulator', () => {
  const severities = (name: string, example: string) => {
    const law = eventLaws.find((one) => one.name === name);
    const { finds: _, proves: __, ...given } = eventExamples[name]?.rejected[example] ?? { finds: /./ };
    const found = law ? askEventLaw(law, contextOf(given)) : [];
    return found.map((deviation) => [severityOf(deviation, 'bank'), severityOf(deviation, 'emulator')]);
  };
  expect(severities('event-envelope-is-valid', 'a status of the resource')).toEqual([['failure', 'failure']]);
  expect(severities('event-envelope-is-valid', 'a field that nobody knows')).toEqual([['discovery', 'discovery']]);
  expect(severities('event-is-created-near-its-change', 'Eastern time that is called UTC')).toEqual([
    ['probe', 'failure'],
  ]);
  expect(severities('event-is-created-near-its-change', 'three minutes after it')).toEqual([['failure', 'failure']]);
});

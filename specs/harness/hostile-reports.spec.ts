import { expect, test } from '@playwright/test';
import { SaxesParser } from 'saxes';
import type { Finding, Severity } from '../../core/finding.ts';
import { printable } from '../../core/printable.ts';
import type { RunReport, StepReport } from '../../core/run-event.ts';
import { createColors, renderClosing, renderFindings, renderJunit, renderStep } from '../../harness/host.ts';
import { HOSTILE, HOSTILE_ALL, problemsOf } from './hostile-texts.ts';

const colors = createColors(false);

function findingOf(text: string, severity: Severity): Finding {
  return {
    rule: text,
    message: text,
    expected: text,
    actual: text,
    operationId: text,
    pointer: text,
    stepId: text,
    severity,
    requirementIds: ['D32', text],
    discrepancy: text,
    provenance: 'source',
  };
}

function stepOf(text: string, outcome: StepReport['outcome']): StepReport {
  const retries = [{ reason: text, waitedMs: 0, mayHaveBeenProcessed: false }];
  const request = { method: text, url: text, headers: {} };
  const exchange = { operationId: text, request, response: { statusCode: 200, headers: {} }, durationMs: 0, retries };
  const movement = { accountNumber: text, title: text, kind: 'subledger', current: 1, available: 2, hold: 3 } as const;
  return {
    stepId: text,
    title: text,
    operationId: text,
    location: { file: text, line: 1 },
    outcome,
    statusCode: 200,
    attempts: 1,
    durationMs: 1,
    exchanges: [exchange],
    exchangesChecked: 1,
    movements: [movement],
    lawsChecked: [text],
    emits: [text],
    findings: (['failure', 'discovery', 'probe'] as const).map((severity) => findingOf(text, severity)),
    reason: text,
  };
}

/** Builds a report with a given text in every possible place. */
function reportOf(text: string): RunReport {
  const outcomes = ['passed', 'failed', 'handled', 'not-applicable', 'parked'] as const;
  const balance = { accountNumber: text, title: text, currentBalance: 1, availableBalance: 1, holdAmount: 0 };
  return {
    schemaVersion: 2,
    workflowId: text,
    summary: text,
    seed: 1,
    startedAt: text,
    durationMs: 1,
    outcome: 'failed',
    target: { kind: 'bank', baseUrl: text },
    due: { at: text, reason: text },
    notes: [text],
    stopped: { kind: 'operating', message: text, remedy: text },
    steps: outcomes.map((outcome) => stepOf(text, outcome)),
    balances: (['master', 'implicit', 'subledger', 'settlement'] as const).map((kind) => ({ ...balance, kind })),
    notObservable: [{ rule: text, reason: text }],
    events: {
      isChecked: false,
      watched: [text],
      received: 1,
      changes: 1,
      duplicates: 1,
      notObservable: [{ eventName: text, reason: text }],
      matched: [],
    },
  };
}

const renderers: readonly [name: string, render: (report: RunReport) => string][] = [
  ['renderStep', ({ steps }) => steps.map((step, at) => renderStep(step, at, colors)).join('\n')],
  ['renderClosing', (report) => renderClosing(report, colors)],
  ['renderFindings', ({ steps }) => steps.flatMap((step) => renderFindings(step.findings, colors)).join('\n')],
];
for (const [name, render] of renderers)
  test(`${name} shows hostile texts on the lines of ordinary ones`, () => {
    for (const text of [...HOSTILE, HOSTILE_ALL].filter((one) => one !== '')) {
      const output = render(reportOf(text));
      expect(problemsOf(output)).toEqual([]);
      // Lines break at spaces only, so an ordinary text with its spaces at the same places has as many lines.
      const ordinary = render(reportOf(printable(text).replaceAll(/[^ ]/g, 'x')));
      expect(output.split('\n').length, JSON.stringify(text)).toBe(ordinary.split('\n').length);
    }
  });

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Parses XML strictly; throws where it is not well-formed. Returns elements and texts. */
function parseXml(xml: string): { elements: Element[]; texts: string[] } {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  const texts: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) =>
    elements.push({ name, attributes: attributes as Element['attributes'] }),
  );
  parser.on('text', (text) => texts.push(text));
  parser.on('cdata', (text) => texts.push(text));
  parser.write(xml).close();
  return { elements, texts };
}

test('the parser of this spec is strict', () => {
  for (const broken of [
    '<a>]]></a>',
    '<a b="<"/>',
    '<a>\u0000</a>',
    '<a>\ufffe</a>',
    '<a>\ud800</a>',
    '<a>',
    '<a/><b/>',
    '<a>&x;</a>',
  ])
    expect(() => parseXml(broken), JSON.stringify(broken)).toThrow();
  expect(() => parseXml('<a b="]]>">x</a>')).not.toThrow();
});

test('renderJunit is well-formed XML with the same elements, whatever the names are', () => {
  const shape = ({ elements }: ReturnType<typeof parseXml>) => elements.map(({ name }) => name);
  const wanted = shape(parseXml(renderJunit(reportOf('x'))));
  for (const text of [...HOSTILE, HOSTILE_ALL].filter((one) => one !== '')) {
    const xml = renderJunit(reportOf(text));
    const parsed = parseXml(xml);
    expect(shape(parsed), JSON.stringify(text)).toEqual(wanted);
    const shown = [...parsed.texts, ...parsed.elements.flatMap(({ attributes }) => Object.values(attributes))];
    for (const one of shown) expect(problemsOf(one.replaceAll('\t', ' '))).toEqual([]);
    expect(problemsOf(xml)).toEqual([]);
  }
  expect(() => parseXml(renderJunit(reportOf(HOSTILE_ALL), reportOf('')))).not.toThrow();
});

test('renderJunit keeps an ordinary name as it is', () => {
  const { elements } = parseXml(renderJunit(reportOf('Zoë <&> "李" 😀')));
  expect(elements.find(({ name }) => name === 'testcase')?.attributes.name).toBe('Zoë <&> "李" 😀: Zoë <&> "李" 😀');
});

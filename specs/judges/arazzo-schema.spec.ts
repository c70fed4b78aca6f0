import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import arazzoSchema from '@stoplight/spectral-rulesets/dist/arazzo/schemas/arazzo/v1.0/index.json' with {
  type: 'json',
};
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ArazzoDocument, Workflow } from '../../harness/index.ts';
import { loadArazzoFiles } from './arazzo-files.ts';

/** The OpenAPI Initiative's schema of Arazzo 1.0, as Spectral ships it. */
const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(arazzoSchema);

function problemsOf(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const files = loadArazzoFiles();
for (const { path, document } of files) {
  test(`${path} is valid against the Arazzo 1.0 schema`, () => {
    expect(problemsOf(document)).toEqual([]);
  });
}

for (const file of readdirSync('workflows').filter((name) => name.endsWith('.ts'))) {
  test(`The document that workflows/${file} builds is valid against the Arazzo 1.0 schema`, async () => {
    const { default: workflow } = (await import(`../../workflows/${file}`)) as { default: Workflow };
    expect(problemsOf(workflow.document)).toEqual([]);
  });
}

type Step = Record<string, unknown>;
const spoiled: [what: string, problem: RegExp, spoil: (step: Step) => void][] = [
  [
    'a step without stepId',
    /steps\/0 must have required property 'stepId'/,
    (step) => {
      delete step.stepId;
    },
  ],
  [
    'a failure action of an unknown type',
    /onFailure\/0 must match exactly one schema/,
    (step) => {
      step.onFailure = [{ name: 'again', type: 'repeat', retryAfter: 1, retryLimit: 1 }];
    },
  ],
  [
    'a field that Arazzo does not have',
    /steps\/0 must NOT have unevaluated properties/,
    (step) => {
      step.crosscheck = {};
    },
  ],
];
for (const [what, problem, spoil] of spoiled) {
  test(`The Arazzo 1.0 schema refuses ${what}`, () => {
    const copy = structuredClone(files[0]?.document) as ArazzoDocument;
    spoil(copy.workflows[0]?.steps[0] as unknown as Step);
    expect(problemsOf(copy)).toContainEqual(expect.stringMatching(problem));
  });
}

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { stringify } from 'yaml';
import { contractDocuments } from '../../core/contract-documents.ts';
import type { ArazzoDocument } from '../../harness/host.ts';
import { test } from '../emulator/test-bank.ts';
import { type ArazzoFile, loadArazzoFiles } from './arazzo-files.ts';
import { runTool } from './foreign-tool.ts';

interface Check {
  readonly condition?: string;
  readonly status: string;
}

interface RespectReport {
  readonly status: string;
  readonly files: Readonly<
    Record<string, { executedWorkflows: { executedSteps: { stepId: string; status: string; checks: Check[] }[] }[] }>
  >;
}

/** Runs a document against a bank by Redocly's Arazzo runner, which shares no code with ours. */
async function runByRespect(path: string, baseUrl: string) {
  const servers = contractDocuments.flatMap((name) => ['--server', `${name}=${baseUrl}`]);
  const output = test.info().outputPath('respect.json');
  const ended = await runTool('redocly', ['respect', path, ...servers, '--json-output', output]);
  const report = JSON.parse(readFileSync(output, 'utf8')) as RespectReport;
  const steps = Object.values(report.files).flatMap(({ executedWorkflows }) =>
    executedWorkflows.flatMap(({ executedSteps }) => executedSteps),
  );
  return { ...ended, status: report.status, steps, checks: steps.flatMap(({ checks }) => checks) };
}

const stepsOf = ({ workflows }: ArazzoDocument) => workflows.flatMap(({ steps }) => steps);
const conditionsOf = (document: ArazzoDocument) =>
  stepsOf(document).flatMap(({ successCriteria = [] }) => successCriteria.map(({ condition }) => condition));

/** Copies the document to the test's folder, with != instead of == in its last comparison. */
function falsify({ path, document }: ArazzoFile): { path: string; condition: string } {
  const copy = structuredClone(document) as { sourceDescriptions: { url: string }[] } & ArazzoDocument;
  for (const source of copy.sourceDescriptions) source.url = resolve(dirname(path), source.url);
  const criteria = stepsOf(copy).flatMap(({ successCriteria = [] }) => successCriteria as { condition: string }[]);
  const criterion = criteria.findLast(({ condition }) => /^\$response\.body#\S+ == /.test(condition));
  if (!criterion) throw new Error(`${path} has no criterion with == on a body`);
  criterion.condition = criterion.condition.replace(' == ', ' != ');
  const falsePath = test.info().outputPath('falsified.arazzo.yaml');
  writeFileSync(falsePath, stringify(copy, { aliasDuplicateObjects: false }));
  return { path: falsePath, condition: criterion.condition };
}

for (const file of loadArazzoFiles()) {
  test(`redocly respect runs ${file.path} on a bank of its own, and every check passes`, async ({ bank }) => {
    const { exitCode, stdout, status, steps, checks } = await runByRespect(file.path, bank.target.baseUrl);
    expect(
      checks.filter((check) => check.status !== 'success'),
      stdout,
    ).toEqual([]);
    expect([exitCode, status]).toEqual([0, 'success']);
    expect(steps.map(({ stepId }) => stepId)).toEqual(stepsOf(file.document).map(({ stepId }) => stepId));
    const conditions = conditionsOf(file.document);
    expect(checks.map(({ condition }) => condition)).toEqual(expect.arrayContaining(conditions));
    // Besides each criterion it checks the status, and usually media type and schema.
    expect(checks.length).toBeGreaterThanOrEqual(conditions.length + steps.length);
  });

  if (!file.path.includes('flagship')) continue;
  test(`redocly respect fails on ${file.path} when one criterion is false`, async ({ bank }) => {
    const falsified = falsify(file);
    const { exitCode, status, checks } = await runByRespect(falsified.path, bank.target.baseUrl);
    expect([exitCode, status]).toEqual([1, 'error']);
    const failed = checks.filter((check) => check.status !== 'success');
    expect(failed.map(({ condition }) => condition)).toEqual([falsified.condition]);
  });
}

import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import type { TestInfo } from '@playwright/test';
import type { Clock } from '../core/clock.ts';
import { CrosscheckError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { Target } from '../core/target.ts';
import type { Checkpoint, LoadedWorkflow } from '../harness/host.ts';
import {
  type ClaimedCheckpoint,
  claimCheckpoint,
  dueMs,
  findParked,
  isResumed,
  readCheckpoint,
} from '../harness/runs/checkpoint-files.ts';
import { fileNameOf } from '../harness/runs/report-file.ts';
import { PlainError } from './plain-error.ts';

/** A run of a test, as its checkpoint identifies it. */
export interface TestRun {
  readonly info: TestInfo;
  readonly workflow: Pick<LoadedWorkflow, 'workflowId'>;
  /** The workflow's file. */
  readonly file: string | undefined;
  readonly seed: number;
  readonly target: Pick<Target, 'baseUrl' | 'partnerId'>;
}

/** A parked run that the test resumes. */
export interface ParkedRun {
  readonly file: string;
  readonly checkpoint: Checkpoint;
  readonly claimed: ClaimedCheckpoint;
}

/**
 * Returns the name of the checkpoint of a test's run, without its extension. It is the same for the same spec file,
 * title, Playwright project, workflow, seed and target, and for no other run.
 */
export function parkedNameOf({ info, workflow, file, seed, target }: TestRun): string {
  const spec = relative(info.config.rootDir, info.file);
  const [, ...titles] = info.titlePath;
  const { workflowId } = workflow;
  const from = file === undefined ? '' : relative(process.cwd(), resolve(file));
  const parts = [spec, titles, info.project.name, workflowId, from, seed, target.baseUrl, target.partnerId];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return `${fileNameOf(workflowId).slice(-80)}-test-${digest}`;
}

/**
 * Claims the parked run of a test once it is due; returns undefined if none is parked. Before that, and while another
 * process resumes it, the test is skipped. Throws if a person must look at it first.
 */
export async function claimParked(name: string, info: TestInfo, wall: Clock): Promise<ParkedRun | undefined> {
  const [file] = await findParked(name);
  if (file === undefined) return undefined;
  if (await isResumed(file)) return skip(info, `Another process resumes the run of this test: ${file}`);
  const one = await readCheckpoint(file);
  if (dueMs(one) > wall.nowMs()) return stayParked(info, one);
  try {
    return { ...one, claimed: await claimCheckpoint(one) };
  } catch (error) {
    if (error instanceof CrosscheckError && (await isResumed(file)))
      return skip(info, `Another process resumes the run of this test: ${file}`);
    throw error;
  }
}

/** Skips a test whose run is parked; throws if a step of the run has already failed. */
export function stayParked(info: TestInfo, one: { readonly file: string; readonly checkpoint: Checkpoint }): undefined {
  const { file, checkpoint } = one;
  const { at, reason } = checkpoint.due;
  const until = `is parked until ${at} (${reason}). The same test resumes it then, or: npx crosscheck resume ${file}`;
  const failed = checkpoint.report.steps.filter(({ outcome }) => outcome === 'failed').map(({ stepId }) => stepId);
  if (failed.length === 0) return skip(info, `The run ${until}`);
  throw new PlainError(printable(`The run failed (${failed.join(', ')}), and ${until}`));
}

function skip(info: TestInfo, reason: string): undefined {
  info.skip(true, printable(reason));
  return undefined;
}

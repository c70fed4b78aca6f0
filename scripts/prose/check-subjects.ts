import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

/** The last commit whose subject may be longer: the rule is younger. */
export const FIRST_COMMIT = '0627947';
const LONGEST_SUBJECT = 72;

/**
 * Checks the subjects of the commits after `since`. Prints a line and returns no findings where the history is not
 * available: without `.git`, without Git, or in a shallow clone.
 */
export function checkSubjects(root: string, since: string): Finding[] {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (!existsSync(join(root, '.git')) || git('merge-base', '--is-ancestor', since, 'HEAD').status !== 0) {
    console.log(`Commit subjects are not checked: the history since ${since} is not available`);
    return [];
  }
  const commits = git('log', `${since}..HEAD`, '--format=%h %s').stdout.split('\n').filter(Boolean);
  return commits.flatMap((commit) => {
    const subject = commit.slice(commit.indexOf(' ') + 1);
    if (subject.length <= LONGEST_SUBJECT) return [];
    const file = `commit ${commit.split(' ')[0]}`;
    const replacement = `shorten it: ${subject.length} characters, at most ${LONGEST_SUBJECT}`;
    return [{ category: 'commits', file, line: 1, rule: 'long subject', text: subject, replacement }];
  });
}

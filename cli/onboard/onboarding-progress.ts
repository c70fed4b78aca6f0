import type { Phase } from '../../harness/host.ts';
import { type CustomersProgress, createCustomersProgress } from '../customers/customers-progress.ts';

const NAMES: Readonly<Record<Phase, string>> = { customer: 'onboarding', accounts: 'accounts' };

/** Shows how far an onboarding is: a bar for each phase, of the customers that are still to do in it. */
export interface OnboardingProgress {
  /** A phase of a customer is to be written down; `countLeft` tells how many are to do with it. */
  note(phase: Phase, countLeft: () => number): void;
  wait(seconds: number): void;
  clear(): void;
}

/** Draws on a terminal; elsewhere it only tells in a line when the wait for screenings begins. */
export function createOnboardingProgress(out: NodeJS.WriteStream): OnboardingProgress {
  let bar: CustomersProgress = createCustomersProgress(out, 0);
  let phaseShown: Phase | undefined;
  let done = 0;
  let hasWaited = false;
  return {
    note(phase, countLeft) {
      if (phase !== phaseShown) {
        bar = createCustomersProgress(out, out.isTTY ? countLeft() : 0, NAMES[phase]);
        [phaseShown, done] = [phase, 0];
        bar.show(0);
      }
      done += 1;
      bar.show(done);
    },
    wait(seconds) {
      if (!out.isTTY && !hasWaited) out.write('Waiting for screenings\n');
      hasWaited = true;
      bar.say(`Waiting for screenings, ${seconds} s of the bank's clock`);
    },
    clear: () => bar.clear(),
  };
}

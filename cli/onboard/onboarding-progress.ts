import type { Phase } from '../../harness/host.ts';
import { type CustomersProgress, createCustomersProgress } from '../customers/customers-progress.ts';

const NAMES: Readonly<Record<Phase, string>> = { customer: 'onboarding', accounts: 'accounts' };

/** The progress bars of an onboarding: one for each phase. */
export interface OnboardingProgress {
  /**
   * Counts a finished phase of a customer. `countRemaining` returns the total of a new bar, before that phase is
   * recorded.
   */
  advance(phase: Phase, countRemaining: () => number): void;
  wait(seconds: number): void;
  clear(): void;
}

/** Draws progress bars on a terminal. Elsewhere it prints only one line, when the wait for screenings begins. */
export function createOnboardingProgress(out: NodeJS.WriteStream): OnboardingProgress {
  let bar: CustomersProgress = createCustomersProgress(out, 0);
  let phaseShown: Phase | undefined;
  let done = 0;
  let hasWaited = false;
  return {
    advance(phase, countRemaining) {
      if (phase !== phaseShown) {
        bar = createCustomersProgress(out, out.isTTY ? countRemaining() : 0, NAMES[phase]);
        [phaseShown, done] = [phase, 0];
        bar.show(0);
      }
      done += 1;
      bar.show(done);
    },
    wait(seconds) {
      if (!out.isTTY && !hasWaited) out.write('Waiting for screenings\n');
      hasWaited = true;
      bar.showText(`Waiting for screenings, ${seconds} s of the bank's time`);
    },
    clear: () => bar.clear(),
  };
}

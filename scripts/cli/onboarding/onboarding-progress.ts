import type { Phase } from '../../../harness/index.ts';
import { type CustomersProgress, createCustomersProgress } from '../customers/customers-progress.ts';

const CLEAR_LINE = '\r\u001b[2K';
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
        bar = createCustomersProgress(named(out, NAMES[phase]), out.isTTY ? countLeft() : 0);
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

/** The same stream, with the name of the phase before each bar. */
function named(out: NodeJS.WriteStream, name: string): Pick<NodeJS.WriteStream, 'isTTY' | 'write'> {
  const write = (text: string) => {
    const rest = text.slice(CLEAR_LINE.length);
    return out.write(rest === '' ? text : `${CLEAR_LINE}${name} ${rest}`);
  };
  return { isTTY: out.isTTY, write };
}

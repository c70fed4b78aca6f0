import type { WriteStream } from 'node:tty';
import { monotonicMs } from '../../../core/clock.ts';

const CLEAR_LINE = '\r\u001b[2K';
/** A line that changes more often can not be read. */
const EVERY_MS = 100;

/** One line on a terminal that tells how far an onboarding is; nothing elsewhere. */
export interface ProgressLine {
  /** One more customer has ended. */
  count(): void;
  say(text: string): void;
  clear(): void;
}

/** Begins the line of so many customers. */
export function createProgressLine(out: Pick<WriteStream, 'isTTY' | 'write'>, total: number): ProgressLine {
  const startedMs = monotonicMs();
  let [done, shownMs] = [0, startedMs];
  const show = (text: string) => void (out.isTTY && out.write(`${CLEAR_LINE}${text}`));
  return {
    count() {
      done += 1;
      const nowMs = monotonicMs();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      show(`${done} of ${total}, ${((done * 1000) / (nowMs - startedMs)).toFixed(0)}/s`);
    },
    say: show,
    clear: () => show(''),
  };
}

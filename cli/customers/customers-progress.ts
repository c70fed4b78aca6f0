import type { WriteStream } from 'node:tty';
import pc from 'picocolors';
import { monotonicMs } from '../../core/clock.ts';

const CLEAR_LINE = '\r\u001b[2K';
const REDRAWN_EVERY_MS = 100;
const BAR_CELLS = 24;

/** A progress bar for customers. */
export interface CustomersProgress {
  /**
   * Shows the number of finished customers, including those of an earlier command. The rate counts from the first call.
   */
  show(done: number): void;
  /** Shows a text instead of the bar until the next `show`. */
  showText(text: string): void;
  /** Removes the bar, so that other lines can be printed. */
  clear(): void;
}

/** Draws a bar with a name, count, rate and remaining time on a terminal. Without a terminal it draws nothing. */
export function createCustomersProgress(
  out: Pick<WriteStream, 'isTTY' | 'write'> | undefined,
  total: number,
  name?: string,
): CustomersProgress {
  if (out?.isTTY !== true) return { show: () => undefined, showText: () => undefined, clear: () => undefined };
  const colors = pc.createColors(pc.isColorSupported);
  let first: { readonly done: number; readonly atMs: number } | undefined;
  let drawnMs = Number.NEGATIVE_INFINITY;
  return {
    show(done) {
      const nowMs = monotonicMs();
      first ??= { done, atMs: nowMs };
      if (nowMs - drawnMs < REDRAWN_EVERY_MS) return;
      drawnMs = nowMs;
      const perSecond = ((done - first.done) / Math.max(1, nowMs - first.atMs)) * 1000;
      const bar = renderBar({ done, total, perSecond });
      out.write(`${CLEAR_LINE}${name === undefined ? '' : `${name} `}${colors.dim(bar)}`);
    },
    showText: (text) => void out.write(`${CLEAR_LINE}${colors.dim(text)}`),
    clear: () => void out.write(CLEAR_LINE),
  };
}

function renderBar({ done, total, perSecond }: Readonly<Record<'done' | 'total' | 'perSecond', number>>): string {
  const filled = Math.floor((done / total) * BAR_CELLS);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`;
  const left = perSecond > 0 ? renderDuration((total - done) / perSecond) : '...';
  return `${bar} ${grouped(done)} of ${grouped(total)}  ${grouped(Math.round(perSecond))}/s  ${left} left`;
}

function renderDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Renders a number with commas, as in the reports. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

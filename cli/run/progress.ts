import type { WriteStream } from 'node:tty';
import { plural } from '../../core/plural.ts';
import { printable, printableTexts, renderOperatingError } from '../../core/printable.ts';
import type { RunEvent } from '../../core/run-event.ts';
import { wrapText } from '../../core/wrap-text.ts';
import {
  type Colors,
  createColors,
  DEFAULT_WIDTH,
  renderClosing,
  renderStep,
  shorten,
  wrap,
} from '../../harness/host.ts';

const CLEAR_LINE = '\r\u001b[2K';

/**
 * Returns a function that prints the progress of a run. A terminal gets colours and a line with the current step; a
 * pipe gets plain lines. Lines fit the width of the terminal.
 */
export function createProgress(
  out: Pick<WriteStream, 'isTTY' | 'write'> & Partial<Pick<WriteStream, 'columns'>>,
): (event: RunEvent) => void {
  const isLive = out.isTTY === true;
  const colors = createColors(isLive);
  const width = () => out.columns ?? DEFAULT_WIDTH;
  let finished = 0;
  let total = 0;
  const print = (text: string) => out.write(`${isLive ? CLEAR_LINE : ''}${text}\n`);
  return (event) => {
    switch (event.type) {
      case 'run-started':
        total = event.stepCount;
        finished = event.stepsBefore ?? 0;
        print(renderStart(printableTexts(event), colors, width()));
        if (finished > 0) print(`Resumed after ${plural(finished, 'step')}\n`);
        break;
      case 'step-started':
        if (isLive) {
          const text = `   ${finished + 1} of ${total}  ${printable(event.title)} ...`;
          out.write(`${CLEAR_LINE}${colors.dim(shorten(text, width() - 1))}`);
        }
        break;
      case 'step-waiting': {
        const { title, attempt, pauseSeconds } = event;
        const state = `: attempt ${attempt} not successful yet, next attempt in ${pauseSeconds} s`;
        print(colors.dim(`${shorten(`   ... ${printable(title)}`, Math.max(width() - state.length, 20))}${state}`));
        break;
      }
      case 'step-finished':
        finished += 1;
        print(renderStep(event.step, finished, colors, width()));
        break;
      case 'run-finished':
        // The reason comes before the table, where a reader sees it first.
        if (isLive && event.report.stopped) out.write(CLEAR_LINE);
        if (event.report.stopped) console.error(wrapText(renderOperatingError(event.report.stopped)));
        print(renderClosing(event.report, colors, width()));
        break;
    }
  };
}

function renderStart(
  { workflowId, baseUrl, seed, summary }: Extract<RunEvent, { type: 'run-started' }>,
  colors: Colors,
  width: number,
): string {
  return [`${colors.bold(`Crosscheck ${workflowId}`)} on ${baseUrl}, seed ${seed}`, ...wrap(summary, width), ''].join(
    '\n',
  );
}

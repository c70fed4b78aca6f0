import type { WriteStream } from 'node:tty';
import { printable, printableTexts, renderOperatingError } from '../../core/printable.ts';
import type { RunEvent } from '../../core/run-event.ts';
import { createColors, renderClosing, renderStep } from '../../harness/host.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Shows a run as it goes on: on a terminal with colour and a line that tells the step under way, in a pipe plain lines. */
export function createProgress(out: Pick<WriteStream, 'isTTY' | 'write'>): (event: RunEvent) => void {
  const isLive = out.isTTY === true;
  const colors = createColors(isLive);
  let finished = 0;
  let total = 0;
  const print = (text: string) => out.write(`${isLive ? CLEAR_LINE : ''}${text}\n`);
  return (event) => {
    switch (event.type) {
      case 'run-started':
        total = event.stepCount;
        finished = event.stepsBefore ?? 0;
        print(renderStart(printableTexts(event), colors));
        if (finished > 0) print(`Resumed: ${finished} of its steps are behind it\n`);
        break;
      case 'step-started':
        if (isLive)
          out.write(`${CLEAR_LINE}${colors.dim(`   ${finished + 1} of ${total}  ${printable(event.title)} ...`)}`);
        break;
      case 'step-waiting': {
        const { title, attempt, pauseSeconds } = event;
        print(colors.dim(`   ... ${printable(title)}: not yet at try ${attempt}, the next in ${pauseSeconds} s`));
        break;
      }
      case 'step-finished':
        finished += 1;
        print(renderStep(event.step, finished, colors));
        break;
      case 'run-finished':
        // The reason comes before the table: a person who reads the first lines knows it.
        if (isLive && event.report.stopped) out.write(CLEAR_LINE);
        if (event.report.stopped) console.error(renderOperatingError(event.report.stopped));
        print(renderClosing(event.report, colors));
        break;
    }
  };
}

function renderStart(
  { workflowId, baseUrl, seed, summary }: Extract<RunEvent, { type: 'run-started' }>,
  colors: ReturnType<typeof createColors>,
): string {
  return `${colors.bold(`Crosscheck ${workflowId}`)} on ${baseUrl}, seed ${seed}\n${summary}\n`;
}

import { renderStatement, type StatementLine } from '../../emulator/bank/documents/render-statement.ts';
import { type Measure, timed } from './measure.ts';

const LINES = 500;
const TURNS = 9;

/** Measures the PDF of a long statement, after the first one has loaded the library. */
export async function measureStatement(): Promise<Measure> {
  const lines = Array.from(
    { length: LINES },
    (_, at): StatementLine => ({
      day: '2026-03-02',
      description: `Transfer number ${at} from 2100000005 to 2200000004`,
      code: 'Account Transfer',
      amount: 100 + at,
      balance: 1_000_000 + at,
    }),
  );
  const render = async () =>
    renderStatement({
      accountNumber: '2100000005',
      holder: { name: 'Ada Test', address: ['1 Sample Way', 'Sample, NJ 07001'], title: 'Everyday' },
      firstDay: '2026-03-01',
      lastDay: '2026-03-31',
      opening: 0,
      closing: 0,
      createdMs: 0,
      lines,
    });
  await render();
  const durations: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) durations.push(await timed(render));
  const medianMs = durations.sort((a, b) => a - b)[Math.floor(TURNS / 2)] ?? 0;
  return {
    name: `the PDF of a statement with ${LINES} lines`,
    measured: `${medianMs.toFixed(0)} ms`,
    target: { text: '<= 100 ms', met: medianMs <= 100 },
    note: 'median of nine, without the load of the library',
  };
}

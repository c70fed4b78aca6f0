import { measureAnswering } from './bench/answering.ts';
import { measureCommand } from './bench/command.ts';
import { measureCustomers } from './bench/customers.ts';
import { measureDefences } from './bench/defences.ts';
import { measureStatement } from './bench/documents.ts';
import { startEmulatorProcess } from './bench/emulator-process.ts';
import { measureFullBooks } from './bench/full-books.ts';
import { fundAccounts } from './bench/funded-accounts.ts';
import { measureInterest } from './bench/interest.ts';
import { measureLongRuns } from './bench/long-runs.ts';
import { renderMeasures } from './bench/measure.ts';
import { measureOnboarding } from './bench/onboarding.ts';
import { measurePerStep } from './bench/per-step.ts';
import { measureRunners } from './bench/runners.ts';
import { measureStartChecks } from './bench/start-checks.ts';
import { measureReady, measureStart } from './bench/start-times.ts';
import { measureEngine, measureTransfers, measureTransfersOnFile } from './bench/transfers.ts';

/** Prints one table: measures next to their targets, then the project compared with other tools. */
const started = [await measureReady(), await measureStart()];
const engine = [
  ...(await measurePerStep()),
  await measureDefences(),
  ...(await measureCommand()),
  ...(await measureLongRuns()),
];
const runners = await measureRunners();
const customers = [...(await measureCustomers()), await measureOnboarding()];
const onFile = [
  await measureTransfersOnFile(0.12),
  ...(await measureFullBooks()),
  ...(await measureInterest()),
  await measureStatement(),
  await measureStartChecks(),
];
const emulator = await startEmulatorProcess();
try {
  const accounts = await fundAccounts(emulator);
  const answering = await measureAnswering(accounts);
  const loaded = [
    await measureTransfers(accounts, { where: 'in memory', wanted: 0.22 }),
    await measureEngine(accounts),
  ];
  console.log(renderMeasures([...started, ...loaded, ...onFile, ...engine, ...runners, ...answering, ...customers]));
  console.log(
    "Every ratio compares turns of this one run, so that the machine's speed cancels out; times and rates are this machine's.",
  );
} finally {
  await emulator.stop();
}

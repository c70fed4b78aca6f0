import { monotonicMs } from '../../core/clock.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { type Measure, repeat, timed } from './measure.ts';
import { runToEnd } from './processes.ts';

/** Measures from the start of the emulator's process to the address that it prints. */
export async function measureReady(): Promise<Measure> {
  const readyMs = await repeat(async () => {
    const started = monotonicMs();
    const emulator = await startEmulatorProcess();
    const elapsed = monotonicMs() - started;
    await emulator.stop();
    return elapsed;
  });
  return {
    name: 'emulator ready, from process start',
    measured: `${readyMs.toFixed(0)} ms`,
    target: { text: '<= 350 ms', met: readyMs <= 350 },
  };
}

/** Measures `npm start` from the shell: the flagship with an embedded bank. */
export async function measureStart(): Promise<Measure> {
  const startMs = await repeat(() => timed(() => runToEnd('npm', ['start', '--silent'])));
  return {
    name: 'npm start',
    measured: `${(startMs / 1000).toFixed(2)} s`,
    target: { text: '<= 3 s', met: startMs <= 3_000 },
  };
}

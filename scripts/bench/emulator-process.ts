import { type ServerProcess, startServer } from './processes.ts';

/** An emulator in a process of its own, and the environment that points to it. */
export interface EmulatorProcess {
  readonly environment: Readonly<Record<string, string>>;
  readonly baseUrl: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Starts the emulator on a free port, in memory or on a data file; every one draws the same ids from the same seed. */
export async function startEmulatorProcess(dataFile?: string): Promise<EmulatorProcess> {
  const args = [
    'cli/crosscheck.js',
    'emulator',
    '--port',
    '0',
    '--seed',
    '1',
    ...(dataFile === undefined ? [] : ['--data', dataFile]),
  ];
  const { lines, pid, stop }: ServerProcess = await startServer(args, /^COS_OPERATOR_CLIENT_SECRET=/);
  const variables = lines.filter((line) => line.startsWith('COS_')).map((line) => line.split(/=(.*)/s));
  const environment = Object.fromEntries(variables) as Record<string, string>;
  return { environment, baseUrl: environment.COS_BASE_URL ?? '', pid, stop };
}

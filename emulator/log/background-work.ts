/** Runs work without a caller that waits. A failure ends neither the process nor the next attempt. */
export interface BackgroundWork {
  /** Attempts a piece of work by its name; the promise never rejects. */
  attempt(name: string, work: () => unknown): Promise<void>;
}

/** Receives the failures of background work, and its recovery. */
export interface BackgroundReport {
  failed(name: string, error: unknown): void;
  recovered(name: string, attempts: number): void;
}

/** Creates background work. It reports the first failure of a series with one cause, and the recovery. */
export function createBackgroundWork(report: BackgroundReport): BackgroundWork {
  const failing = new Map<string, { cause: string; attempts: number }>();
  return {
    async attempt(name, work) {
      try {
        await work();
        const { attempts } = failing.get(name) ?? {};
        failing.delete(name);
        if (attempts !== undefined) report.recovered(name, attempts);
      } catch (error) {
        const cause = String(error);
        const known = failing.get(name);
        failing.set(name, { cause, attempts: (known?.attempts ?? 0) + 1 });
        if (known?.cause !== cause) report.failed(name, error);
      }
    },
  };
}

/** Runs work that no caller waits for, so that its failures end neither the process nor the next attempt. */
export interface BackgroundWork {
  /** Attempts a piece of work by its name; the promise never rejects. */
  attempt(name: string, work: () => unknown): Promise<void>;
}

/** Takes a failure of background work, or the news that it works again. */
export interface BackgroundReport {
  failed(name: string, error: unknown): void;
  recovered(name: string, attempts: number): void;
}

/** Creates background work that reports the first failure of a row with one cause, and the end of the row. */
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

import type { Limits } from '../../core/limits.ts';

/** The options of `crosscheck customers`, as the command line has parsed them. */
export interface CustomersCommandOptions {
  readonly count?: number;
  readonly from: number;
  readonly seed: number;
  readonly shard?: string;
  readonly classification?: string;
  readonly with?: string;
  readonly products?: string;
  readonly screening?: string;
  readonly taxIds?: string;
  readonly negative?: true;
  readonly explain?: true;
  readonly format: string;
  readonly out?: string;
  readonly onboard?: true;
  readonly parallel: number;
  readonly target?: string;
  /** Bounds that `--limit` changes. */
  readonly limit: Partial<Limits>;
}

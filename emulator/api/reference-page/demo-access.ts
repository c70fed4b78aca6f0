/** An OAuth client of the demo bank, which opens no real one. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** With what a reader of the reference page may try the operations. */
export interface DemoAccess {
  readonly audience: string;
  readonly partner: DemoClient;
  readonly operator: DemoClient;
}

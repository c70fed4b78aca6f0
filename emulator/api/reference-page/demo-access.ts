/** An OAuth client of the demo bank; not valid at a real bank. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The credentials with which a reader of the reference page can try the operations. */
export interface DemoAccess {
  readonly audience: string;
  readonly partner: DemoClient;
  readonly operator: DemoClient;
}

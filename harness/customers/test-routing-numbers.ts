export const testRoutingNumbers: readonly [{ routingNumber: string; publishedBy: string }] = [
  { routingNumber: '110000000', publishedBy: 'Stripe' },
];

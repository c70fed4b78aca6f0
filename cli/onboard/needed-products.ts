import { CrosscheckError } from '../../core/errors.ts';
import type { Target, TargetProducts } from '../../core/target.ts';
import { customer, type ProductName } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';

const VARIABLES: Readonly<Record<ProductName, string>> = {
  checking: 'COS_PRODUCT_CHECKING',
  savings: 'COS_PRODUCT_SAVINGS',
  earlyDirectDeposit: 'COS_PRODUCT_EDD',
  business: 'COS_PRODUCT_BUSINESS',
};

/**
 * The products that the customers of a plan open accounts on, by the target's ids. Throws a CrosscheckError that names the variable
 * of each that the target does not have.
 */
export function findNeededProducts(
  { seed, first, options }: CustomersPlan,
  { products, baseUrl }: Target,
): TargetProducts {
  const classifications = options.classification ? [options.classification] : (['Personal', 'Business'] as const);
  const names = classifications.flatMap((classification) => {
    const { accounts = [] } = customer(seed, first, { ...options, classification });
    return accounts.map(({ product }) => product);
  });
  const missing = names.filter((name) => !products[name]);
  if (missing.length === 0) return Object.fromEntries(names.map((name) => [name, products[name]]));
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot open accounts at "${baseUrl}": ${missing.map((name) => VARIABLES[name]).join(', ')} not set`,
    remedy: 'Set it to the id of the product, or choose others with --products; nothing was sent',
  });
}

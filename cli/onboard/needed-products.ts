import { CrosscheckError } from '../../core/errors.ts';
import type { Target, TargetProducts } from '../../core/target.ts';
import { customer, type ProductName } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/parse-plan.ts';

const VARIABLES: Readonly<Record<ProductName, string>> = {
  checking: 'COS_PRODUCT_CHECKING',
  savings: 'COS_PRODUCT_SAVINGS',
  earlyDirectDeposit: 'COS_PRODUCT_EDD',
  business: 'COS_PRODUCT_BUSINESS',
};

/**
 * Returns the products on which the customers of a plan open accounts, with the target's ids. Throws a CrosscheckError
 * that names the variable of each product that the target lacks.
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
  const variables = missing.map((name) => VARIABLES[name]).join(', ');
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot open accounts at "${baseUrl}": ${variables} ${missing.length === 1 ? 'is' : 'are'} not set`,
    remedy: 'Nothing was sent. Set each one to the id of its product, or choose other products with --products',
  });
}

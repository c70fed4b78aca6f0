import { defineWorkflow, eq, type InputSources, moves, type Ref } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import {
  businessOf,
  onboard,
  onboardUnscreened,
  personOf,
  waitForScreening,
} from '../harness/workflow/parts/onboarding.ts';

const ENTITY_NAME = 'Example Bakery';
const TAKINGS = 80_000;
const DIVIDEND = 20_000;

function bakeryOf(sources: InputSources) {
  const { customer, address, phone } = businessOf(sources, ENTITY_NAME);
  const businessDueDiligence = { natureOfBusiness: 'Bakery', naics: '311811' };
  return { customer: { ...customer, businessDueDiligence }, address, phone };
}

function ownersOf(sources: InputSources) {
  const { customer: founder, address: founderAddress, phone: founderPhone } = personOf(sources);
  const { customer: investor, address: investorAddress, phone: investorPhone } = personOf(sources);
  return { founder, founderAddress, founderPhone, investor, investorAddress, investorPhone };
}

export default defineWorkflow({
  id: 'business-with-beneficial-owner',
  summary: 'A business and its beneficial owners: one stays, one leaves and returns with a larger share',
  inputs: (sources) => ({
    ...bakeryOf(sources),
    ...ownersOf(sources),
    businessProduct: sources.target.products.business ?? '',
    personalProduct: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const { founder, founderAddress, founderPhone, investor, investorAddress, investorPhone } = inputs;
    const founderId = onboard(op, 'founder', { customer: founder, address: founderAddress, phone: founderPhone });
    const investorId = onboard(op, 'investor', { customer: investor, address: investorAddress, phone: investorPhone });
    const businessId = onboardUnscreened(op, 'business', inputs);
    const path = { customerId: businessId };

    /** Shares are sent as text, as in the bank's sample (DOC-048). */
    const addOwner = (stepId: string, title: string, ownerId: Ref<string>, share: string) =>
      op.addBeneficialOwner(stepId, {
        title,
        path,
        body: { ownerCustomerId: ownerId, ownerTitle: 'Owner', ownershipPercentage: share },
        status: 200,
        check: (r) => [
          eq(r.status, 'Active'),
          eq(r.customerId, businessId),
          eq(r.ownerCustomerId, ownerId),
          eq(r.ownershipPercentage, share),
        ],
      });
    addOwner('founder-owns', 'The founder owns 51 percent', founderId, '51');
    const share = addOwner('investor-owns', 'The investor owns 25 percent', investorId, '25');
    op.addBeneficialOwner('business-owns-itself', {
      title: 'The bank refuses a business as an owner',
      path,
      body: { ownerCustomerId: businessId, ownerTitle: 'Owner', ownershipPercentage: '24' },
      status: 400,
    });
    op.addBeneficialOwner('founder-is-owned', {
      title: 'The bank refuses an owner of a person',
      path: { customerId: founderId },
      body: { ownerCustomerId: investorId, ownerTitle: 'Owner', ownershipPercentage: '25' },
      status: 400,
    });
    op.removeBeneficialOwner('investor-leaves', {
      title: 'Remove the investor as an owner',
      path: { ...path, beneficialOwnerId: share.body.id },
      status: 200,
      check: (r) => [eq(r.id, share.body.id), eq(r.status, 'Inactive')],
    });
    addOwner('investor-returns', 'The investor owns 49 percent', investorId, '49');
    op.listBeneficialOwners('owners', {
      title: 'The ended ownership is still listed',
      path,
      query: { pageSize: 3 },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).ownerCustomerId, founderId),
        eq(r.results.at(0).status, 'Active'),
        eq(r.results.at(1).ownerCustomerId, investorId),
        eq(r.results.at(1).status, 'Inactive'),
        eq(r.results.at(2).ownerCustomerId, investorId),
        eq(r.results.at(2).status, 'Active'),
        eq(r.results.at(1).ownershipPercentage, '25'),
        eq(r.results.at(2).ownershipPercentage, '49'),
        eq(r.hasNextPage, false),
      ],
    });

    waitForScreening(op, 'business', businessId);
    op.getCustomer('read-business', {
      title: 'The business has its due diligence record',
      path,
      status: 200,
      check: (r) => [
        eq(r.classification, 'Business'),
        eq(r.name.entityName, ENTITY_NAME),
        eq(r.businessDueDiligence.natureOfBusiness, 'Bakery'),
        eq(r.businessDueDiligence.naics, '311811'),
      ],
    });
    op.openAccount('refused-product', {
      title: 'The bank refuses a personal product',
      body: { customerId: businessId, productId: inputs.personalProduct, title: 'Not for a business' },
      status: 400,
    });
    const account = op.openAccount('open-business-account', {
      title: 'Open the account of the business',
      body: { customerId: businessId, productId: inputs.businessProduct, title: ENTITY_NAME },
      status: 200,
      check: (r) => [eq(r.customerId, businessId), eq(r.productId, inputs.businessProduct)],
      emits: ['Core.Account.Opened'],
    });
    const own = op.openAccount('open-founder-account', {
      title: 'Open the founder’s own account',
      body: { customerId: founderId, productId: inputs.personalProduct, title: 'Founder' },
      status: 200,
      check: (r) => [eq(r.customerId, founderId), eq(r.productId, inputs.personalProduct)],
      emits: ['Core.Account.Opened'],
    });
    fund(op, 'business-account', { account, amount: TAKINGS, identification: inputs.fundingId });
    op.createTransfer('dividend', {
      title: 'The business pays the founder',
      body: { debitAccountNumber: account.accountNumber, creditAccountNumber: own.accountNumber, amount: DIVIDEND },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(account, -DIVIDEND), moves(own, DIVIDEND)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});

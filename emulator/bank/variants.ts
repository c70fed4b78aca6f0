/** The side of a discrepancy that the bank shows; `both` if it accepts either by default. */
export type Side = 'A' | 'B' | 'both';

/**
 * The rows of the discrepancy register that the emulator can show either way, each with its default side, the
 * register's suggestion. The other rows are about features that the emulator does not have, or are errors in a sample.
 */
export const DEFAULT_SIDES = {
  'DOC-001': 'B',
  'DOC-002': 'B',
  'DOC-003': 'both',
  'DOC-004': 'B',
  'DOC-005': 'A',
  'DOC-006': 'A',
  'DOC-007': 'A',
  'DOC-009': 'B',
  'DOC-010': 'B',
  'DOC-011': 'B',
  'DOC-012': 'A',
  'DOC-013': 'B',
  'DOC-014': 'B',
  'DOC-015': 'B',
  'DOC-017': 'A',
  'DOC-018': 'B',
  'DOC-019': 'B',
  'DOC-020': 'B',
  'DOC-021': 'A',
  'DOC-022': 'B',
  'DOC-023': 'B',
  'DOC-024': 'B',
  'DOC-025': 'B',
  'DOC-026': 'A',
  'DOC-027': 'A',
  'DOC-028': 'A',
  'DOC-029': 'B',
  'DOC-031': 'B',
  'DOC-033': 'A',
  'DOC-038': 'A',
  'DOC-039': 'B',
  'DOC-041': 'B',
  'DOC-044': 'A',
  'DOC-048': 'both',
  'DOC-049': 'A',
  'DOC-050': 'B',
  'DOC-054': 'A',
  'DOC-055': 'B',
  'DOC-056': 'A',
  'DOC-057': 'B',
  'DOC-059': 'A',
  'DOC-060': 'A',
  'DOC-064': 'B',
} as const satisfies Record<string, Side>;

export type VariantId = keyof typeof DEFAULT_SIDES;
/** The sides of one running bank. They belong to the process, not to the books. */
export type Variants = Readonly<Record<VariantId, Side>>;

/** Returns true if the emulator can show this row either way. */
export function isVariantId(id: string): id is VariantId {
  return Object.hasOwn(DEFAULT_SIDES, id);
}

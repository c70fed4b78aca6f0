import { isSecret, isSensitive, type MaskedNames } from './sensitive-names.ts';

const PERSONAL =
  /^(?:(?:first|middle|last|full|legal|preferred|nick|given|family|sur|maiden|entity|business|company|receiver|originator|beneficiary|holder|accountholder|owner|customer)?names?|holder|title|(?:street|address|streetaddress|primaryaddress|statementaddress|addressline)\d?|city|postalcode|zip(?:code)?|phones?|(?:phone|mobile|fax)(?:number)?|e?mail(?:address)?|ssn|ein|tin|dob|dateofbirth|identification|receiveridentification|passport\w*)$/;

/** Returns true if a property of this name may hold personal data, in any casing and with any separators. */
export function isPersonal(name: string, names?: MaskedNames): boolean {
  return (
    PERSONAL.test(name.toLowerCase().replaceAll(/[_-]/g, '')) ||
    isSensitive(name, '', names) ||
    isSecret(name, '', names)
  );
}

import type { AuditorState } from '../../ledger/auditor.ts';
import { maskReport } from '../../masking/mask-report.ts';
import { isPersonal } from '../../masking/personal-names.ts';
import { SecretValues } from '../../masking/secret-values.ts';
import type { Values } from '../arazzo/expressions.ts';

/** The values that a checkpoint must not hold: secrets of the run, and personal data of its inputs and accounts. */
export class HiddenValues {
  private readonly secrets: SecretValues;
  private readonly personal = new SecretValues({ wholeWords: true });

  constructor(secrets: SecretValues, inputs: readonly Values[], audited?: AuditorState) {
    this.secrets = secrets;
    for (const one of inputs) this.learn(one, false);
    // A holder's name is built from first and last name, in an input of any name.
    for (const one of inputs) this.learnAround(one);
    for (const { title, accountNumber } of audited?.books.accounts.values() ?? [])
      if (title !== accountNumber) this.personal.add(title);
  }

  private learn(value: unknown, isOfPerson: boolean): void {
    if (typeof value === 'string') {
      if (isOfPerson) this.personal.add(value);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, child] of Object.entries(value))
        this.learn(child, isOfPerson || (!Array.isArray(value) && isPersonal(name)));
  }

  private learnAround(value: unknown): void {
    if (typeof value === 'string' && this.personal.isIn(value)) this.personal.add(value);
    else if (typeof value === 'object' && value !== null)
      for (const child of Object.values(value)) this.learnAround(child);
  }

  /** Returns true if a text or number contains a secret. */
  isSecret(value: unknown): boolean {
    return this.secrets.isIn(value);
  }

  /** Returns true if a text contains a secret or personal data. */
  isIn(text: string): boolean {
    return this.secrets.isIn(text) || this.personal.isIn(text);
  }

  /** Copies a part of a report with these values masked. */
  mask<T>(part: T): T {
    return maskReport(maskReport(part, this.secrets), this.personal);
  }
}

import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Drawing, happens } from './drawing.ts';
import { occupations } from './industries.ts';

type Occupation = (typeof occupations)[number];

const byStatus = (test: RegExp) => occupations.filter(({ employmentStatus }) => test.test(employmentStatus));
const retired = byStatus(/^retired$/i);
const students = byStatus(/^student$/i);
const others = byStatus(/^(?!retired$|student$)/i);

/** Draws what a person lives on, as their age allows: only the old are retired, and only the young study. */
export function drawOccupation(drawing: Drawing, birthDate: string): NonNullable<CoreSchemas['DueDiligence']> {
  const birthYear = Number(birthDate.slice(0, 4));
  if (birthYear <= 1963 && happens(drawing, 70)) return pick(drawing, retired);
  if (birthYear >= 2000 && happens(drawing, 40)) return pick(drawing, students);
  return pick(drawing, others);
}

function pick({ random }: Drawing, rows: readonly Occupation[]): Occupation {
  const [first = occupations[0], ...rest] = rows;
  return random.pick([first, ...rest]);
}

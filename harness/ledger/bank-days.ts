import { easternDateOf, easternMidnight, parseBankTimestamp } from '../../core/business-day.ts';

/**
 * Returns the instant of a bank's timestamp in milliseconds since 1970. Results are kept, because laws read the same
 * texts after every step.
 */
export const instantOf = remember(parseBankTimestamp);

/** Returns the Eastern date of a bank's timestamp, `yyyy-mm-dd`; for a `postingDate` this is the posting day. */
export const dayOf = remember((timestamp) => easternDateOf(instantOf(timestamp)));

/** Returns midnight of that date with its Eastern offset. */
export const midnightOf = remember((timestamp) => easternMidnight(dayOf(timestamp)));

const MOST_KEPT = 10_000;

function remember<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= MOST_KEPT) known.clear();
      value = compute(text);
      known.set(text, value);
    }
    return value;
  };
}

/** Returns a count with its noun: `1 run`, `2 runs`, `1 entry`, `2 entries`. */
export function plural(count: number, singular: string, several = pluralOf(singular)): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : several}`;
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

export function licensingAuthorityOf(state: string): string {
  return `${state} motor vehicle authority`;
}

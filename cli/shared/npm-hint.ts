/** Returns the hint about the two dashes if npm ran this command as a script of a package, otherwise an empty text. */
export function npmHint({ npm_command: command }: NodeJS.ProcessEnv = process.env): string {
  const isScript = command === 'start' || command === 'run' || command === 'run-script';
  return isScript ? 'Through npm, put options after two dashes: npm start -- --seed 7' : '';
}

/** A line that no output may have: each hostile text tries to begin a line with it. */
const FORGED = ' ✓   9 FORGED';

/** Texts that try to break out of the place that a renderer gives them. */
export const HOSTILE: readonly string[] = [
  `first\n${FORGED}`,
  `first\r\n${FORGED}`,
  `first\r${FORGED}`,
  `first\u0085${FORGED}`,
  `first\u2028${FORGED}\u2029${FORGED}`,
  `first\v${FORGED}\f${FORGED}`,
  '\u001b[31mred\u001b[2K\u001b[1A',
  '\u001b]0;title\u0007\u001b]8;;https://evil.example\u001b\\link',
  '\u009b31m\u009d0;title\u009c',
  'a\u0000b\u0008\u007f',
  '\u202etxt.exe\u202c \u2066x\u2069 \u200f \u061c',
  'zero\u200bwidth\u200d\u2060\ufeff\u00ad\u034f\u3164',
  'tags \u{e0041}\u{e007f} \ufff9note\ufffb',
  '::error file=a.ts,line=1::FORGED',
  '  ::set-output name=x::FORGED',
  '\n::error::FORGED',
  '%0A::error::FORGED%0D%0A::warning::FORGED',
  '##[error]FORGED',
  'x ##[group]FORGED',
  '##vso[task.setvariable variable=x]FORGED',
  "##teamcity[testFailed name='FORGED']",
  'a]]>b]]>c]]]]><![CDATA[>',
  '</testcase><testcase name="FORGED"/>',
  '<!-- & &amp; &#0; &#xFFFE; <![CDATA[ -- <?php ?> \'"',
  '\ufffe \uffff \u{1fffe}',
  '\ud800 \udc00 \udc00\ud800 a\ud83d',
  `tab\tand ${'long '.repeat(200)}`,
  '',
];

/** Every hostile text in one. */
export const HOSTILE_ALL = HOSTILE.join(' ');

const NOT_SHOWN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/**
 * Returns what is wrong with an output for a terminal or log: a character that is not shown, a command of a CI, a
 * forged line.
 */
export function problemsOf(output: string): string[] {
  return output
    .split('\n')
    .flatMap((line) => [
      ...(NOT_SHOWN.test(line) ? [`not shown: ${JSON.stringify(line)}`] : []),
      ...(/^\s*::/.test(line) || /##\w*\[/.test(line) ? [`command: ${line}`] : []),
      ...(line.startsWith(FORGED) ? [`forged: ${line}`] : []),
    ]);
}

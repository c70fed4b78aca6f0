/** Dashes and the minus sign; blanks that are none of ASCII; ASCII in the width of Chinese and Japanese signs. */
const FOLDED = /[\u2010-\u2015\u2212\ufe58\ufe63]|[\u00a0\u2000-\u200a\u202f\u205f\u3000]|[\uff01-\uff5e]/g;

const WIDE = 0xff01;
const WIDER_BY = 0xfee0;

/**
 * A text with every dash as a hyphen, every blank as a space and full-width digits, letters and signs as those of ASCII, so that a
 * pattern for numbers need know no others. One sign stands for one: places stay where they are.
 */
export function foldText(text: string): string {
  return text.replace(FOLDED, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= WIDE && code <= WIDE + 0x5d) return String.fromCharCode(code - WIDER_BY);
    return /\s/.test(sign) ? ' ' : '-';
  });
}

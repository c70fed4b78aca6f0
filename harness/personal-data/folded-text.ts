/** Dashes and the minus sign; blanks outside ASCII; full-width ASCII of Chinese and Japanese texts. */
const FOLDED = /[\u2010-\u2015\u2212\ufe58\ufe63]|[\u00a0\u2000-\u200a\u202f\u205f\u3000]|[\uff01-\uff5e]/g;

const WIDE = 0xff01;
const WIDER_BY = 0xfee0;

/**
 * Replaces every dash by a hyphen, every blank by a space, and full-width characters by ASCII, so that patterns for
 * numbers stay simple. Each character is replaced by one character: offsets do not change.
 */
export function foldText(text: string): string {
  return text.replace(FOLDED, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= WIDE && code <= WIDE + 0x5d) return String.fromCharCode(code - WIDER_BY);
    return /\s/.test(sign) ? ' ' : '-';
  });
}

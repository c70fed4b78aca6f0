/**
 * Returns the usual forms of a secret value: as it is, with other separators for a number or date, in either casing,
 * escaped (JSON, JSON pointer), percent-encoded, form-encoded, and in base64, alone or within a longer text.
 */
export function variantsOf(value: string): Set<string> {
  const text = value.toWellFormed();
  const forms = new Set([text, ...numberForms(text), ...dateForms(text)].flatMap(casings));
  const escaped = new Set([...forms].flatMap(escapedForms));
  const texts = new Set([...escaped, ...[...escaped].flatMap(encodedForms)]);
  return new Set([...texts, ...[...texts].flatMap(base64Forms)]);
}

/** Returns a text in either casing: header names come in lower case, and forms print names in upper case. */
function casings(text: string): string[] {
  return [text, text.toLowerCase(), text.toUpperCase()];
}

/**
 * Returns a number without separators; nine digits also as a social security number and as an employer identification
 * number.
 */
function numberForms(text: string): string[] {
  const bare = text.replaceAll(/[\s.-]/g, '');
  if (!/\d/.test(bare) || dateParts(text)) return [];
  if (!/^\d{9}$/.test(bare)) return [bare];
  const [area, group, serial] = [bare.slice(0, 3), bare.slice(3, 5), bare.slice(5)];
  return [bare, `${area}-${group}-${serial}`, `${area} ${group} ${serial}`, `${bare.slice(0, 2)}-${bare.slice(2)}`];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function dateForms(text: string): string[] {
  const parts = dateParts(text);
  if (!parts) return [];
  const [year, month, day] = parts;
  const [m, d] = [String(Number(month)), String(Number(day))];
  const name = MONTHS[Number(month) - 1] ?? month;
  return [
    `${year}-${month}-${day}`,
    `${year}/${month}/${day}`,
    `${year}${month}${day}`,
    `${year}.${month}.${day}`,
    `${month}/${day}/${year}`,
    `${m}/${d}/${year}`,
    `${month}-${day}-${year}`,
    `${month}${day}${year}`,
    `${day}.${month}.${year}`,
    `${day}/${month}/${year}`,
    `${month}/${day}/${year.slice(2)}`,
    `${name} ${d}, ${year}`,
    `${name.slice(0, 3)} ${d}, ${year}`,
    `${d} ${name} ${year}`,
  ];
}

/** Returns year, month and day of a date in the form of the contract or of the United States. */
function dateParts(text: string): [year: string, month: string, day: string] | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T.*)?$/.exec(text) ?? [];
  if (year && month && day) return [year, month, day];
  const [, usMonth, usDay, usYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return usMonth && usDay && usYear ? [usYear, usMonth.padStart(2, '0'), usDay.padStart(2, '0')] : undefined;
}

/** A text that no encoding changes, as most secrets are. */
const PLAIN = /^[\w.-]+$/;

/** Returns the escaped forms of a text. Source: RFC 8259, section 7; RFC 6901, section 3. */
function escapedForms(text: string): string[] {
  if (PLAIN.test(text)) return [text];
  const json = JSON.stringify(text).slice(1, -1);
  return [text, json, text.replaceAll('~', '~0').replaceAll('/', '~1'), JSON.stringify(json).slice(1, -1)];
}

/**
 * Returns the percent-encoded forms of a text. Source: RFC 3986, section 2.1, whose digits may have either casing; the
 * URL Standard, section 5.2.
 */
function encodedForms(text: string): string[] {
  if (PLAIN.test(text)) return [];
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const forms = [encodeURIComponent(text), encodeURI(text), form];
  return forms.flatMap((one) => [one, one.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase())]);
}

/**
 * Returns the base64 and base64url characters that depend on this text alone, for each offset within a longer text, and
 * the encoding of the text by itself. Source: RFC 4648, sections 4 and 5.
 */
function base64Forms(text: string): string[] {
  const length = Buffer.byteLength(text);
  const [whole = '', ...later] = ['', '\0', '\0\0'].map((before) => Buffer.from(before + text).toString('base64'));
  const within = [whole, ...later].map((encoded, offset) =>
    encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + length) * 8) / 6)),
  );
  const forms = [whole, whole.replace(/=+$/, ''), ...within];
  return forms.flatMap((form) => (/[+/]/.test(form) ? [form, form.replaceAll('+', '-').replaceAll('/', '_')] : [form]));
}

/** Whether a media type, with or without parameters, is JSON: `application/json` or one with the suffix `+json`. */
export function isJsonMediaType(mediaType: string): boolean {
  return mediaType === 'application/json' || /^application\/([\w.!#$&^-]+\+)?json\s*(;|$)/i.test(mediaType);
}

/** Whether a media type, with or without parameters, is that of an HTML form. */
export function isFormMediaType(mediaType: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(mediaType);
}

/** Whether a media type is within a documented one or a range of them (`text/*`); parameters do not count. */
export function isWithinMediaRange(mediaType: string, range: string): boolean {
  const [type, wanted] = [bareMediaType(mediaType), bareMediaType(range)];
  if (wanted === '*/*' || type === wanted) return true;
  return wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1));
}

function bareMediaType(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

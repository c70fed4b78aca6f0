/** Returns true for the media type `application/json` or one with the suffix `+json`; parameters are ignored. */
export function isJsonMediaType(mediaType: string): boolean {
  return mediaType === 'application/json' || /^application\/([\w.!#$&^-]+\+)?json\s*(;|$)/i.test(mediaType);
}

/** Returns true for a media type whose bytes are not text, such as PDF. Other types are read as text. */
export function isBinaryMediaType(mediaType: string): boolean {
  return /^(application\/(pdf|octet-stream|zip|gzip)|image\/(?!svg)|audio\/|video\/|font\/)/i.test(mediaType);
}

/** Returns true for the media type of an HTML form; parameters are ignored. */
export function isFormMediaType(mediaType: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(mediaType);
}

/** Returns true if a media type matches a documented type or range (`text/*`); parameters are ignored. */
export function isWithinMediaRange(mediaType: string, range: string): boolean {
  const [type, wanted] = [bareMediaType(mediaType), bareMediaType(range)];
  if (wanted === '*/*' || type === wanted) return true;
  return wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1));
}

function bareMediaType(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

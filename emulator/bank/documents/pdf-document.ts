/** A PDF document that answers a request instead of JSON. */
export class PdfDocument {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

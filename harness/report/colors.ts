import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** Builds the colours of a text report; none where they are not wanted (`NO_COLOR`) or not supported. */
export function createColors(enabled: boolean): Colors {
  return pc.createColors(enabled && pc.isColorSupported);
}

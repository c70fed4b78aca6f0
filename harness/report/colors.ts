import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** Builds the colours of a text report: none if disabled, by `NO_COLOR` for example, or not supported. */
export function createColors(enabled: boolean): Colors {
  return pc.createColors(enabled && pc.isColorSupported);
}

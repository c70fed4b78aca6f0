import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the space of short-lived objects at the size that V8 gives it first. It would let it grow while records pass through, until
 * the process has twice the memory, and is no quicker for it. Called before the code is loaded, for which it would grow, too.
 */
export function keepMemoryFlat(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Has what outlived that space collected when it is a fifth more than what is in use. V8 would let it come to several times as much, as
 * collecting is quick beside the rest. For a process that keeps little: a large heap would be collected all the time.
 */
export function keepGarbageLow(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

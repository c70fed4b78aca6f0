/** How the things of a source are worked on. */
export interface Lanes<Item> {
  /** So many at a time. */
  readonly parallel: number;
  /** Takes no further one once it aborts; those under way are finished. */
  readonly signal: AbortSignal;
  readonly act: (item: Item) => Promise<void>;
}

/**
 * Works on each thing of a source, several at a time; each lane takes the next one when it is through with its own, so that no more
 * are in memory than lanes. Tells whether the source came to its end. Throws what `act` or the source throws.
 */
export async function runLanes<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  { parallel, signal, act }: Lanes<Item>,
): Promise<boolean> {
  const items: AsyncIterator<Item> | Iterator<Item> =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let isExhausted = false;
  const lane = async () => {
    while (!signal.aborted) {
      const next = await items.next();
      if (next.done) {
        isExhausted = true;
        return;
      }
      await act(next.value);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return isExhausted;
}

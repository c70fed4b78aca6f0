export interface LaneOptions<Item> {
  /** The number of items processed at the same time. */
  readonly parallel: number;
  /** Stops taking items once it aborts; items already started are finished. */
  readonly signal: AbortSignal;
  readonly act: (item: Item) => Promise<void>;
}

/**
 * Processes the items of a source in parallel lanes. A lane takes the next item when it has finished its own, so that
 * no more items than lanes are in memory. Returns whether the source was read to its end. Rejects with the error of
 * `act` or of the source.
 */
export async function runLanes<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  { parallel, signal, act }: LaneOptions<Item>,
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

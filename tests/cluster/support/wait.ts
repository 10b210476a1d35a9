/** Pauses for some milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Asks again and again until there is nothing left to wait for.
 *
 * @param missing answers with what is still missing, or with undefined or nothing at the end.
 * @param pauseSeconds between an answer and the next question; longer where the question is work for the API server.
 * @returns seconds that it took.
 * @throws Error with the last answer.
 */
export async function until(
  what: string,
  seconds: number,
  missing: () => Promise<string | string[] | undefined>,
  pauseSeconds = 0.2,
): Promise<number> {
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  for (;;) {
    const answer = await missing();
    const left = typeof answer === "string" ? [answer] : (answer ?? []);
    if (left.length === 0) return passed();
    if (passed() > seconds) throw new Error(`not after ${seconds} s: ${what}\n  ${left.join("\n  ")}`);
    await pause(pauseSeconds * 1000);
  }
}

/** Does something with every item, some of them at a time: the answers come in the items' order. */
export async function each<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  atOnce = 8,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items].entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

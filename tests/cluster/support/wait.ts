/** Pauses for some milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Asks again and again until there is nothing left to wait for.
 *
 * @param missing answers with what is still missing, or with undefined or nothing at the end.
 * @returns seconds that it took.
 * @throws Error with the last answer.
 */
export async function until(
  what: string,
  seconds: number,
  missing: () => Promise<string | string[] | undefined>,
): Promise<number> {
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  for (;;) {
    const answer = await missing();
    const left = typeof answer === "string" ? [answer] : (answer ?? []);
    if (left.length === 0) return passed();
    if (passed() > seconds) throw new Error(`not after ${seconds} s: ${what}\n  ${left.join("\n  ")}`);
    await pause(200);
  }
}

import { format } from "node:util";

const methods = ["debug", "log", "info", "warn", "error"] as const;

/**
 * Runs a program and collects what it writes to the console instead of letting it through: standard output belongs to
 * the preview's own result, and what `pulumi.log` says without an engine is written there too.
 */
export async function captureConsole<T>(run: () => Promise<T>): Promise<{ result: T; said: string[] }> {
  const said: string[] = [];
  const { console } = globalThis;
  const before = Object.fromEntries(methods.map((method) => [method, console[method]]));
  const collect = (...words: unknown[]): void => {
    said.push(format(...words).replace(/^(debug|info|warning|error): \[runtime\] /, ""));
  };
  Object.assign(console, Object.fromEntries(methods.map((method) => [method, collect])));
  try {
    return { result: await run(), said };
  } finally {
    Object.assign(console, before);
  }
}

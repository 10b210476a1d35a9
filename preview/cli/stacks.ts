import { readdirSync } from "node:fs";

/** Names of the stacks that have a config in a directory. */
export function stacksIn(directory: string): string[] {
  return readdirSync(directory)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

export function stacksSentence(directory: string): string {
  const stacks = stacksIn(directory);
  return stacks.length ? `Stacks here: ${stacks.join(", ")}.` : "There is no Pulumi.<stack>.yaml here.";
}

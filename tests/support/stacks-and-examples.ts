import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../preview/plan";
import { root, shown } from "../../tools/shown";

/** A stack of the repository or of an example, and its preview. */
export interface NamedPlan {
  name: string;
  plan: () => Promise<Plan>;
}

const stackFile = /^Pulumi\.([\w-]+)\.yaml$/;

/** Every stack of the repository, and every stack of its examples. */
export function stacksAndExamples(): NamedPlan[] {
  const examples = readdirSync(join(root, "examples")).flatMap((folder) =>
    stacksIn(join("examples", folder)).map((stack) => [stack, `examples/${folder}/Pulumi.${stack}.yaml`] as const),
  );
  const all = [...stacksIn(".").map((stack) => [stack, undefined] as const), ...examples];
  return all.map(([stack, file]) => ({
    name: file ?? stack,
    plan: async () => (await shown(stack, file)).plan,
  }));
}

function stacksIn(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => stackFile.exec(name)?.[1] ?? []);
}

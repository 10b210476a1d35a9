import { writeFileSync } from "node:fs";
import { stackOptions } from "../cli/args";
import { display } from "../display";
import { planOf } from "../plan";

/** Writes the resources of a stack as the floor registers them again: one a line, in the order of registration. */
async function main([stack = "", configFile = "", out = ""]: string[]): Promise<void> {
  const { resources } = await planOf(stackOptions(stack, { configFile }), process.cwd(), () => {});
  const lines = resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map((resource) => {
      const provider = resource.provider?.replace(/::[^:]*$/, "");
      return JSON.stringify({ ...resource, provider, inputs: display(resource.inputs) });
    });
  writeFileSync(out, `${lines.join("\n")}\n`);
}

void main(process.argv.slice(2));

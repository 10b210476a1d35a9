import { jsonSchema } from "../../../stacks/json-schema";
import { platforms } from "../../../tools/platforms/pages";
import { type Facts, isThere, platformFile, stackFile } from "./facts";
import { isPlaceholder, optionsOf } from "./words";

/** https://www.pulumi.com/docs/iac/cli/commands/, those that the pages use. */
const commands = ["config", "destroy", "import", "login", "preview", "refresh", "stack", "state", "up"];

const valueFlags = [
  "-s", "--stack", "--policy-pack", "--policy-pack-config", "--target", "--target-replace", "--secrets-provider", "--path",
]; // prettier-ignore

const schema = jsonSchema() as { properties?: { config?: { properties?: object } } };

/** What is wrong with a pulumi command: a stack, a file, a target or a key of the config that isn't there. */
export function pulumiProblems(words: string[], facts: Facts): string[] {
  // `--path` of `pulumi config` takes no value: what follows it is the key.
  const own = words[1] === "config" ? valueFlags.filter((flag) => flag !== "--path") : valueFlags;
  const { positional, options } = optionsOf(words.slice(1), own);
  const [command = "", ...rest] = positional;
  const stack = options.get("--stack") ?? options.get("-s") ?? (rest[0] === "init" ? rest[1] : undefined);
  const config = stackFile(stack ?? "production");
  return [
    ...(commands.includes(command) ? [] : [`pulumi has no command ${command}`]),
    ...(config || isPlaceholder(stack ?? "") ? [] : [`there is no Pulumi.${stack ?? ""}.yaml`]),
    ...["--policy-pack", "--policy-pack-config"].flatMap((flag) => {
      const path = options.get(flag);
      return path === undefined || isPlaceholder(path) || isThere(path) ? [] : [`there is no ${path}`];
    }),
    ...targets(words, stack ?? "production", facts),
    ...(command === "config" && rest[0] === "set" && rest[1] !== undefined ? keyProblems(rest[1], config ?? {}) : []),
  ];
}

/** Every pattern has to fit the URN of a resource of the stack. */
function targets(words: string[], stack: string, facts: Facts): string[] {
  const patterns = words.filter((_, at) => /^--target(-replace)?$/.test(words[at - 1] ?? ""));
  return patterns
    .filter((pattern) => !isPlaceholder(pattern.replaceAll("$", "")) && !fits(pattern, facts.urns.get(stack) ?? []))
    .map((pattern) => `no resource of ${stack} is ${pattern}`);
}

function fits(pattern: string, urns: string[]): boolean {
  const expression = pattern
    .split("**")
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^:]*"))
    .join(".*");
  return urns.some((urn) => new RegExp(`^${expression}$`).test(urn));
}

/** `platform:services.api.image.tag`: a key of the schema, and a service that is there. */
function keyProblems(key: string, config: Record<string, unknown>): string[] {
  const [first = "", second] = key.split(".");
  if (!(first in (schema.properties?.config?.properties ?? {}))) return [`the config has no key ${first}`];
  // A service of another platform that the page speaks of has to be one of the five.
  const own = first === "platform:services" ? config[first] : undefined;
  const names = [...Object.keys(own ?? {}), ...servicesOfPlatforms()];
  return own === undefined || second === undefined || names.includes(second) ? [] : [`there is no service ${second}`];
}

function servicesOfPlatforms(): string[] {
  return Object.keys(platforms).flatMap((name) => Object.keys(platformFile(name)["platform:services"] ?? {}));
}

// The floor of the benchmark: a program in plain JavaScript that registers a recorded stack again, with the providers'
// own classes, under the SDK's plain mocks. No TypeScript, no config, no policies, no cost.
const fs = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const packages = {
  aws: require("@pulumi/aws"),
  awsx: require("@pulumi/awsx"),
  eks: require("@pulumi/eks"),
  kubernetes: require("@pulumi/kubernetes"),
  random: require("@pulumi/random"),
};

// One resource a line; reading them is no part of what is measured.
const lines = fs.readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
globalThis.benchExcludedSeconds = 0;
function parsed(line) {
  const before = performance.now();
  const resource = JSON.parse(line);
  globalThis.benchExcludedSeconds += (performance.now() - before) / 1000;
  return resource;
}

/** The class of a type, or undefined for components of the program and kinds that the provider does not know. */
function classOf(type) {
  const [name, path, member] = type.split(":");
  if (name === "pulumi") return packages[member]?.Provider;
  const [module, ...more] = path.split("/").filter((step) => step !== "index");
  const steps = module === undefined ? [] : name === "kubernetes" ? [module.split(".")[0], ...more] : [module];
  const found = path.startsWith("index")
    ? packages[name]
    : steps.reduce((inner, step) => inner?.[step], packages[name]);
  return found?.[member];
}

function register(resource, known) {
  const { type, name, custom, inputs } = resource;
  const opts = {
    parent: known.get(resource.parent),
    provider: known.get(resource.provider),
    dependsOn: resource.dependencies.flatMap((urn) => known.get(urn) ?? []),
    protect: resource.protect,
    retainOnDelete: resource.retainOnDelete,
  };
  const Class = classOf(type);
  if (Class) return new Class(name, inputs, opts);
  if (!custom) return new pulumi.ComponentResource(type, name, {}, { ...opts, provider: undefined });
  return new packages.kubernetes.apiextensions.CustomResource(name, inputs, opts);
}

async function main() {
  const mocks = {
    newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs }),
    call: ({ inputs }) => inputs,
  };
  await pulumi.runtime.setMocks(mocks, "platform", "bench", true);
  await pulumi.runtime.runInPulumiStack(async () => {
    const known = new Map();
    for (const line of lines) {
      const resource = parsed(line);
      known.set(resource.urn, register(resource, known));
    }
  });
  await require("@pulumi/pulumi/runtime/settings").disconnect();
}

void main();

import { z } from "zod";
import { pattern, report } from "../../shared/problem";
import { envCircle } from "./env-order";
import { looksSecret, secretArgument, secretValue } from "./secret-guard";

/** Name of an environment variable. */
export const variable = pattern(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "is not the name of an environment variable",
  "letters, digits and underscores",
);

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/ */
const fileName = pattern(/^[-._A-Za-z0-9]{1,253}$/, "is not a file name", "a name such as app.yaml, without a folder");

/** 1 MiB: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
const mostConfigBytes = 1_048_576;

const directory = pattern(/^\/[A-Za-z0-9._/-]+$/, "is not an absolute path", "a path such as /etc/app");

const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const objectName = pattern(
  /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  "is not the name of a Kubernetes object",
  "lower-case letters, digits, hyphens and dots",
);

/** A key of a Secret that exists in the namespace. */
const secretReference = z.strictObject({
  secret: objectName.describe("Name of a Kubernetes Secret in the service's namespace."),
  key: pattern(/^[-._A-Za-z0-9]{1,253}$/, "is not a key of a Secret", "a key such as password").describe("Key in it."),
});

/** Program or arguments: whoever may read a pod reads them, and so may whoever sees a node's processes. */
export const programText = z
  .array(z.string())
  .min(1)
  .superRefine((texts, ctx) => {
    texts.forEach((text, index) => {
      const why = secretArgument(text);
      const set = "a file below /mnt/secrets, by the keys uses or secrets, and an argument that names it";
      if (why) report(ctx, { path: [index], why: `${why}: whoever reads the pod has it`, set, hidden: true });
    });
  });

const notSecret = z.strictObject({
  value: plain.describe("The value."),
  reason: z.string().min(1).describe("Why it is no secret although its name says so."),
});

const plainOrExcused = z.union([plain, notSecret]);

/** Keys of a service that are about its configuration. */
export const configKeys = {
  env: z
    .record(variable, z.union([plain, notSecret, secretReference]))
    .default({})
    .superRefine((env, ctx) => {
      refuseSecrets(env, [], ctx);
      refuseCircles(env, ctx);
    })
    .describe(
      "Environment variables: a plain value, `{ secret, key }` for a key of a Kubernetes Secret, or `{ value, reason }` for what " +
        "only looks like a secret. `$(NAME)` in a value is another variable of the pod, in whatever order they are written; `$$(NAME)` is text. " +
        "A change rolls the pods.",
    ),
  config: z
    .strictObject({
      env: z.record(variable, plainOrExcused).default({}).describe("Variables that come from the ConfigMap."),
      files: z.record(fileName, z.string()).default({}).describe("Files, by name, with their text."),
      path: directory.default("/etc/config").describe("Directory in which the files are."),
    })
    .superRefine((config, ctx) => {
      const bytes = Buffer.byteLength(JSON.stringify([config.env, config.files]));
      if (bytes > mostConfigBytes) {
        const why = `has ${bytes.toString()} bytes, and a ConfigMap ${mostConfigBytes.toString()} at the most`;
        report(ctx, { path: [], why, set: "large files into the image, a bucket or a volume", hidden: true });
      }
      refuseSecrets(config.env, ["env"], ctx);
      for (const [name, text] of Object.entries(config.files)) {
        if (name in config.env) {
          const why = "is the name of a variable as well, and a ConfigMap has each key once";
          report(ctx, { path: ["files", name], why, set: "another file name", hidden: true });
        }
        const why = secretValue(text);
        if (why) reportSecret(["files", name], why, ctx);
      }
    })
    .optional()
    .describe("A ConfigMap of the service, as variables or files. A change rolls the pods."),
};

type Value = string | { value: string; reason: string } | { secret: string; key: string };

export type EnvSettings = Record<string, Value>;
export type ConfigMapSettings = NonNullable<z.output<typeof configKeys.config>>;

/** In a circle no variable is there before the one that refers to it, and the pod would get the literal text. */
function refuseCircles(env: EnvSettings, ctx: z.core.$RefinementCtx): void {
  const values = Object.entries(env).flatMap(([name, value]) => {
    const text = typeof value === "string" ? value : "value" in value ? value.value : undefined;
    return text === undefined ? [] : [[name, text] as const];
  });
  const circle = envCircle(Object.fromEntries(values));
  if (!circle) return;
  const why = `refers to itself (${circle.join(" → ")}), so the pod would get the text as it is`;
  report(ctx, { path: [circle[0] ?? ""], why, set: "a value without the circle, or $$(…) for the text", hidden: true });
}

function refuseSecrets(env: EnvSettings, path: string[], ctx: z.core.$RefinementCtx): void {
  for (const [name, value] of Object.entries(env)) {
    const why = typeof value === "string" ? looksSecret(name, value) : undefined;
    if (why) reportSecret([...path, name], why, ctx);
  }
}

function reportSecret(path: string[], why: string, ctx: z.core.$RefinementCtx): void {
  const set =
    "secrets: { <name>: {} }, for files; { secret: <name>, key: <key> } under env, for a Secret of the namespace; if it is none, { value, reason }";
  report(ctx, { path, why: `${why}: whoever reads this file, the state or the pod has it`, set, hidden: true });
}

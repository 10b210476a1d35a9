import { type AdmissionRule, cel, texts } from "./rule";

const plain = { subject: "workloads", level: "mandatory", defaults: {} } as const;

// An image as github.com/distribution/reference reads it: `[registry/]path[:tag][@digest]`, in RE2. The first part is a
// registry when it can't be a user's name on Docker Hub.
const registry = "(?:localhost|[^/]*[.:][^/]*)/";
const part = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
const path = `${part}(?:/${part})*`;
const tag = ":[0-9A-Za-z_][0-9A-Za-z_.-]{0,127}";
const digest = "@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})";
const form = (end: string) => cel(`^(?:${registry})?${path}${end}$`);

const image = `c.?image.orValue("")`;
const bare = `${image}.split("@")[0]`;
/** `registry/path` of an image, with Docker Hub filled in. */
const named = `(${bare}.matches(${cel(`^${registry}`)}) ? "" : "docker.io/") + ${bare}.substring(0, size(${bare}) - size(${bare}.find(${cel(`${tag}$`)})))`;

/** Rules about images. */
export const imageRules: AdmissionRule[] = [
  {
    ...plain,
    name: "image-tag",
    fix: () => "give the image a tag of its version, which `latest` is not, or a digest",
    each: () => ({
      list: "containers",
      fine: `${image}.matches(${form(`(?:${tag}(?:${digest})?|${digest})`)}) && !${image}.matches(${cel(":latest$")})`,
    }),
  },
  {
    ...plain,
    name: "image-digest",
    defaults: { digest: "optional" },
    fix: () => "append the digest to the image: @sha256:…",
    each: (config) =>
      config["digest"] === "required"
        ? { list: "containers", fine: `${image}.matches(${form(`(?:${tag})?${digest}`)})` }
        : undefined,
  },
  {
    ...plain,
    name: "image-registry",
    defaults: { registries: [] },
    fix: (config) => `take the image from ${texts(config, "registries").join(", ")}`,
    each: (config) => {
      const allowed = texts(config, "registries");
      if (!allowed.length) return undefined;
      return {
        list: "containers",
        fine: `${image}.matches(${form(`(?:${tag})?(?:${digest})?`)}) && (${named}).matches(${cel(globs(allowed))})`,
      };
    },
  },
];

/** One expression for patterns in which `*` stands for any run of characters. */
export function globs(patterns: readonly string[]): string {
  const each = patterns.map((pattern) =>
    pattern
      .split("*")
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*"),
  );
  return `^(?:${each.join("|")})$`;
}

import { z } from "zod";
import { repositoriesSettings, repositorySettings } from "../../registry/settings";
import { pattern, remedied, report } from "../../shared/problem";
import { hasHost } from "./image-host";

/** https://github.com/distribution/reference/blob/main/reference.go: path components, and an optional host before them. */
const repository = pattern(
  /^([A-Za-z0-9][-A-Za-z0-9.]*(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
  "is not the repository of an image; tag and digest are keys of their own",
  "a repository such as api, team/api or registry.example.com/team/api",
);

const tag = pattern(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "is not a tag", 'a tag in quotes, such as "1.4.2"').refine(
  (name) => name !== "latest",
  {
    error: remedied(
      "means another image tomorrow, so that no rollout and no rollback is defined",
      "a version, or digest",
    ),
  },
);

/** The image of a service. */
export const imageSettings = z
  .strictObject({
    repository: repository.describe(
      "Repository of the image. A relative one (`api`) is below `images.registry`; one that starts with a host is taken as it is.",
    ),
    // `pulumi config set --path … 20261130` writes a number.
    tag: z
      .union([tag, z.int().nonnegative().transform(String)])
      .optional()
      .describe("Version, in quotes where it looks like a number with a dot. `latest` is refused."),
    digest: pattern(/^sha256:[0-9a-f]{64}$/, "is not a digest", "sha256: and 64 hexadecimal digits")
      .optional()
      .describe("Digest; it wins over the tag, so that a pipeline ships by setting this one value."),
    create: z
      .boolean()
      .default(false)
      .describe(
        "Makes the repository in the account's registry, with the defaults of `images.repositories`; an entry there says more.",
      ),
    pullSecret: pattern(
      /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
      "is not the name of a Secret",
      "a Secret of type kubernetes.io/dockerconfigjson of the service's namespace",
    )
      .optional()
      .describe(
        "Kubernetes Secret of the namespace with the credentials of the registry, by its name. Left out: none; ECR of the account needs none.",
      ),
    architectures: z
      .array(z.enum(["amd64", "arm64"]))
      .min(1)
      .default(["amd64"])
      .describe(
        "Architectures that the image is built for. With one, pods go only to nodes of it; with both, to any. The default is " +
          "what a plain build on a usual runner gives.",
      ),
  })
  .superRefine((image, ctx) => {
    if (image.create && hasHost(image.repository)) {
      const why = "asks for a repository in the account's registry, and the image is in another one";
      report(ctx, { path: ["create"], why, set: "a repository without a host, or remove the line" });
    }
    if (image.tag !== undefined || image.digest !== undefined) return;
    report(ctx, { path: ["tag"], why: "is missing, and so is digest", set: 'a version in quotes, such as "1.4.2"' });
  })
  .describe("What runs: repository and tag or digest.");

/** Repositories that the stack makes: those that it lists, and those of services that say `create`. */
export function repositoriesOf(
  images: Pick<ImagesSettings, "repositories">,
  services: Record<string, { image: Pick<ImageSettings, "repository" | "create"> }>,
): ImagesSettings["repositories"] {
  const asked = Object.values(services).flatMap(({ image }) => (image.create ? [image.repository] : []));
  const usual = repositorySettings();
  return { ...Object.fromEntries(asked.map((name) => [name, usual.parse({})])), ...images.repositories };
}

/** What a stack may say about images in general. */
export function imagesSettings() {
  return z.strictObject({
    registry: pattern(
      /^[A-Za-z0-9][-A-Za-z0-9.]*(:\d+)?(\/[a-z0-9._-]+)*$/,
      "is not a registry",
      "a host, with a path where there is one, such as registry.example.com/team",
    )
      .optional()
      .describe(
        "Registry that relative repositories are below. Left out: the account's own, " +
          "`<account>.dkr.ecr.<region>.amazonaws.com`, which nodes may pull from without a secret.",
      ),
    repositories: repositoriesSettings()
      .default({})
      .describe(
        "Repositories that the stack makes in the account's registry, by name. Stacks of one account must not name the same one.",
      ),
  });
}

export type ImageSettings = z.output<typeof imageSettings>;
export type ImagesSettings = z.output<ReturnType<typeof imagesSettings>>;

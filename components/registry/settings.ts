import { z } from "zod";
import { pattern } from "../shared/problem";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html, repositoryName */
const repositoryName = pattern(
  /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
  "is not the name of a repository of ECR",
  "2 to 256 lower-case letters and digits, with . _ - / between them",
);

/** One repository of the account's registry. */
export function repositorySettings() {
  return z
    .strictObject({
      keepImages: z
        .int()
        .min(10)
        .max(1000)
        .default(100)
        .describe(
          "Newest images that are kept; older ones expire, also one that still runs, so keep more than you roll back.",
        ),
      untaggedDays: z
        .int()
        .min(1)
        .max(365)
        .default(14)
        .describe("Days until an image without a tag expires: layers of builds that were never released."),
      kmsKeyArn: pattern(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]+$/,
        "is not a KMS key's ARN",
        "the ARN of a symmetric key in the stack's region",
      )
        .optional()
        .describe(
          "Key that images are encrypted with; fixed when the repository is made. Left out: AES-256 with ECR's own.",
        ),
    })
    .describe("Tags can't be moved, every push is scanned, old images expire. Storage $0.10 per GB and month.");
}

/** Repositories by name. */
export function repositoriesSettings() {
  return z.record(repositoryName, repositorySettings());
}

/** Repositories by name, with every default filled in. */
export type RepositoriesSettings = z.output<ReturnType<typeof repositoriesSettings>>;
export type RepositorySettings = RepositoriesSettings[string];

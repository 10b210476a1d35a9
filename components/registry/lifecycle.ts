import type { RepositorySettings } from "./settings";

/**
 * What expires, first rule first: an image that one rule took is left alone by the next. A rule for any tag has to have
 * the highest number. https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lifecycle_policy_parameters
 */
export function lifecyclePolicy({ keepImages, untaggedDays }: Pick<RepositorySettings, "keepImages" | "untaggedDays">) {
  return {
    rules: [
      {
        rulePriority: 1,
        description: `Without a tag for ${untaggedDays} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: untaggedDays,
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `Older than the newest ${keepImages}`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
        action: { type: "expire" },
      },
    ],
  };
}

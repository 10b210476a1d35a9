import { dnsSuffix, type PlatformContext } from "../../shared/context";
import { hasHost } from "./image-host";
import type { ImageSettings, ImagesSettings } from "./image-settings";

/**
 * Registry of images with a relative repository: the one that the stack names, or ECR of its account.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html#registry_concepts
 */
export function imageRegistry(context: PlatformContext, images: Pick<ImagesSettings, "registry">): string {
  if (images.registry !== undefined) return images.registry;
  return `${context.accountId}.dkr.ecr.${context.region}.${dnsSuffix(context.partition)}`;
}

/** Full reference of an image; a digest wins over a tag. */
export function imageReference(image: ImageSettings, registry: string): string {
  const repository = hasHost(image.repository) ? image.repository : `${registry}/${image.repository}`;
  return image.digest === undefined ? `${repository}:${image.tag}` : `${repository}@${image.digest}`;
}

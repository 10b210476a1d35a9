import { hasHost } from "../../components/app-service/pod/image-host";
import type { ServicesSettings } from "../../components/app-service/settings";
import { nearName } from "../../components/shared/near-name";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface RepositoriesView {
  images: { registry?: string | undefined; repositories: Record<string, unknown> };
  services: ServicesSettings;
}

/**
 * Images of services against the repositories that the stack makes: one that is spelt almost like one of them is meant to
 * be it, and `up` would wait for pods that never find their image.
 */
export function checkRepositories({ images, services }: RepositoriesView): CheckResult {
  const known = Object.keys(images.repositories);
  if (known.length === 0 || images.registry !== undefined) return {};
  const unknown = Object.entries(services).flatMap(([name, { image }]) => {
    const { repository } = image;
    if (hasHost(repository) || known.includes(repository)) return [];
    return [{ path: `services.${name}.image.repository`, repository, near: nearName(repository, known) }];
  });
  return {
    problems: unknown.flatMap(({ path, repository, near }) =>
      near === undefined
        ? []
        : [
            {
              path,
              given: `"${repository}"`,
              why: `is none of images.repositories; did you mean "${near}"?`,
              set: `"${near}", or images.repositories: { ${repository}: {} }`,
            },
          ],
    ),
    warnings: unknown.flatMap(({ path, repository, near }) =>
      near === undefined
        ? [
            `${path}: "${repository}" is none of images.repositories: the pods wait until someone makes it in the account's ECR ` +
              "and pushes the image. An image of another registry has its host in front, such as docker.io/library/nginx.",
          ]
        : [],
    ),
  };
}

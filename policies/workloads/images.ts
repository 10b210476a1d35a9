/** An image reference, as github.com/distribution/reference reads it: `[registry/]path[:tag][@digest]`. */
export interface ImageReference {
  /** With Docker Hub filled in where the reference leaves it out. */
  registry: string;
  path: string;
  tag: string | undefined;
  digest: string | undefined;
}

export const images = { tags: ["workloads", "images"] };

const form =
  /^((?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*)(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?$/;

export function parseImage(value: unknown): ImageReference | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  const slash = value.indexOf("/");
  const first = slash < 0 ? "" : value.slice(0, slash);
  // The first part is a registry when it can't be a user's name on Docker Hub.
  const isRegistry = /[.:]/.test(first) || first === "localhost";
  const match = form.exec(isRegistry ? value.slice(slash + 1) : value);
  return match === null
    ? undefined
    : { registry: isRegistry ? first : "docker.io", path: match[1] ?? "", tag: match[2], digest: match[3] };
}

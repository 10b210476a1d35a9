/**
 * The rule by which container runtimes tell a host from the first part of a path: it has a dot or a port, or is
 * `localhost` (`splitDockerDomain`, https://github.com/distribution/reference/blob/main/normalize.go).
 */
export function hasHost(repository: string): boolean {
  const [first = "", ...rest] = repository.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
}

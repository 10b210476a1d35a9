import { boundedName } from "../../shared/naming";

/** Name of the volume of a writable directory: made from its path, so that it does not move when another is added. */
export function scratchVolumeName(path: string): string {
  const slug = path.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return boundedName(`scratch${slug}`, 63).replace(/-$/, "");
}

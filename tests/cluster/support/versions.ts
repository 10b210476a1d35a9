import { defaultKubernetesVersion } from "../../../stacks/versions";
import { pinnedMinors } from "./binaries";

/** The newest Kubernetes minor before the default one: the slow tests judge a stack on it, too. */
export const olderVersion = previous(pinnedMinors());

function previous(minors: string[]): string {
  const below = minors.filter((minor) => number(minor) < number(defaultKubernetesVersion));
  const [newest] = below.sort((a, b) => number(b) - number(a));
  if (newest === undefined) throw new Error("tests/cluster/modules pins no Kubernetes older than the default");
  return newest;
}

function number(minor: string): number {
  return Number(minor.split(".")[1]);
}

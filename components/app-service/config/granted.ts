import type * as k8s from "@pulumi/kubernetes";
import { secretVariables } from "../../secrets/provider-class";
import type { Grant } from "../../shared/grant";

/** A variable whose name is plain, so that it can be sorted and compared. */
type EnvVar = k8s.types.input.core.v1.EnvVar & { name: string };

/** Variables that come with what a service uses: addresses, files of credentials, values of synced secrets. */
export function grantedEnv(service: string, { env, mounts }: Grant): EnvVar[] {
  const plain = Object.entries(env).map(([name, value]) => ({ name, value }));
  return [...plain, ...mounts.flatMap((mount) => secretVariables(service, mount))];
}

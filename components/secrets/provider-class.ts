import * as pulumi from "@pulumi/pulumi";
import type * as k8s from "@pulumi/kubernetes";
import { stringify } from "yaml";
import type { IdentityMode } from "../identity/workload-identity";
import { type AwsSecretObject, secretsDirectory, type SecretMount } from "../shared/grant";

type Volume = k8s.types.input.core.v1.Volume;
type Mount = k8s.types.input.core.v1.VolumeMount;

/** What the objects of a mount are made from beside it. */
export interface ProviderClassPlan {
  /** Name of the workload that mounts. */
  workload: string;
  region: string;
  /** How the pod gets its AWS credentials; the provider takes the same way. */
  identity: IdentityMode;
}

/** A mount by the driver, in contrast to a volume of a Kubernetes Secret that exists. */
export function needsDriver({ source }: SecretMount): boolean {
  return source.type !== "kubernetes";
}

/** Name of the SecretProviderClass of a mount, and of the Kubernetes Secret that follows it. */
export function className(workload: string, { name }: SecretMount): string {
  return `${workload}-${name}`;
}

/**
 * A SecretProviderClass: secrets.store.csi.x-k8s.io/v1 of kubernetes-sigs/secrets-store-csi-driver v1.6.0. Parameters of
 * `aws`: aws/secrets-store-csi-driver-provider-aws, README.md; of `vault`: hashicorp/vault-csi-provider, README.md.
 */
export function providerClassSpec(mount: SecretMount, plan: ProviderClassPlan) {
  const { source } = mount;
  const synced = Object.values(mount.env);
  return {
    provider: source.type,
    parameters:
      source.type === "vault"
        ? { roleName: source.role, objects: stringify(vaultObjects(source.path, source.keys)) }
        : {
            region: plan.region,
            usePodIdentity: plan.identity === "pod-identity" ? "true" : "false",
            objects: awsObjects(source.type === "aws" ? source.objects : []),
          },
    ...(synced.length
      ? {
          secretObjects: [
            {
              secretName: className(plan.workload, mount),
              type: "Opaque",
              data: [...new Set(synced)].sort().map((file) => ({ objectName: file, key: file })),
            },
          ],
        }
      : {}),
  };
}

function awsObjects(objects: AwsSecretObject[]): pulumi.Output<string> {
  return pulumi.all(objects.map(({ name }) => name)).apply((names) =>
    stringify(
      objects.map(({ type, file, keys }, index) => ({
        objectName: names[index],
        objectType: type,
        objectAlias: file,
        ...(keys ? { jmesPath: keys.map((key) => ({ path: quoted(key), objectAlias: key })) } : {}),
      })),
    ),
  );
}

function vaultObjects(path: string, keys: string[]) {
  return keys.map((key) => ({ objectName: key, secretPath: path, secretKey: key }));
}

/** JMESPath takes a key with a hyphen only in quotes. */
function quoted(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : `"${key}"`;
}

/** Volume and place of a mount. */
export function secretVolume(workload: string, mount: SecretMount): { volume: Volume; mount: Mount } {
  const { source } = mount;
  const name = `secret-${mount.name}`;
  const volume: Volume =
    source.type === "kubernetes"
      ? { name, secret: { secretName: source.secret, items: mount.files.map((key) => ({ key, path: key })) } }
      : {
          name,
          csi: {
            driver: "secrets-store.csi.k8s.io",
            readOnly: true,
            volumeAttributes: { secretProviderClass: className(workload, mount) },
          },
        };
  return { volume, mount: { name, mountPath: `${secretsDirectory}/${mount.name}`, readOnly: true } };
}

/** Variables that are filled from mounted files, through the Kubernetes Secret that follows them (TB-64). */
export function secretVariables(workload: string, mount: SecretMount) {
  const { source } = mount;
  const secret = source.type === "kubernetes" ? source.secret : className(workload, mount);
  return Object.entries(mount.env).map(([name, key]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  }));
}

import { chartPin } from "../../../shared/pins";
import { stringify } from "yaml";
import { z } from "zod";
import type { IdentityMode } from "../../../identity/workload-identity";
import { type AddonObject, type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { hostReason } from "../secrets-store-csi-driver/secrets-store-csi-driver";
import { refersTo } from "../../../shared/reference";

const name = "secrets-store-csi-driver-provider-aws";
const driver = "secrets-store-csi-driver";

const secret = z.strictObject({
  type: z
    .enum(["secretsmanager", "ssmparameter"])
    .default("secretsmanager")
    .describe("Where it is: AWS Secrets Manager or the Parameter Store of Systems Manager."),
  name: z.string().min(1).describe("Name or ARN of the secret, or name of the parameter."),
  keys: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Keys of a secret in JSON, each of which becomes a file of its own. Left out: the whole as one file."),
});

const secretClass = z
  .strictObject({
    namespace: refersTo("namespace", z.string().min(1)).describe("Namespace of the pods that mount it."),
    files: z
      .record(z.string().regex(/^[A-Za-z0-9._]+$/), secret)
      .refine((files) => Object.keys(files).length > 0, "has no files")
      .describe("Secrets by the name of their file below the mount; with `keys`, that of the whole."),
    secretName: z
      .string()
      .min(1)
      .optional()
      .describe("Kubernetes Secret that follows the files while a pod has them mounted. Needs the driver's `sync`."),
  })
  .describe("A SecretProviderClass: what a pod of a namespace mounts.");

/** Settings of the provider beside those of every add-on. */
export interface SecretsProviderAwsSettings extends CommonAddonSettings {
  classes: Record<string, z.output<typeof secretClass>>;
}

/**
 * AWS provider of the Secrets Store CSI driver: Secrets Manager and Parameter Store (SS-57, SS-58, TB-60, VC-61).
 *
 * Values: aws/secrets-store-csi-driver-provider-aws, tag 3.1.1, charts/…-provider-aws/values.yaml; classes: README.md.
 *
 * No AWS role of its own. The pod's role needs secretsmanager:GetSecretValue and DescribeSecret on its secrets, or
 * ssm:GetParameters on its parameters, and kms:Decrypt where a key of the account encrypts them.
 */
export const secretsProviderAws: CatalogAddon<SecretsProviderAwsSettings> = {
  name,
  summary: "the provider that reads AWS Secrets Manager and Parameter Store for the Secrets Store CSI driver",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["commonLabels"],
  page: { none: "has no metrics" },
  needs: [{ addon: driver, why: "it only answers what the driver asks" }],
  excludes: [],
  settings: (defaults) =>
    z
      .strictObject({
        ...unreplicatedKeys(defaults, "secrets-management"),
        classes: z
          .record(z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/), secretClass)
          .default({})
          .describe(
            "SecretProviderClasses by name, which pods mount as a volume of csi.driver secrets-store.csi.k8s.io.",
          ),
      })
      .transform((given) => ({ ...given, replicas: 0 })),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "privileged", reason: hostReason }],
  pods: () => [alike(`DaemonSet/${name}`, "node", "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  objects: ({ settings, facts, namespace, identity }) => [
    ...Object.entries(settings.classes).map(([className, one]) =>
      classObject(className, one, facts.platform.region, identity),
    ),
    // The driver speaks to it over a socket of the host.
    controllerPolicy({ namespace, name, selector: { app: name }, ingressPorts: [] }),
  ],
  values: ({ facts }) => ({
    // The driver is an add-on of its own.
    [driver]: { install: false },
    // Also spares it the right to read pods and nodes.
    awsRegion: facts.platform.region,
    priorityClassName: "system-node-critical",
    // Unlike the driver it tolerates nothing by itself.
    tolerations: [{ operator: "Exists" }],
    // The chart's own, said here so that a stack can read them.
    resources: resources("50m", "100Mi"),
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    securityContext: {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  }),
};

function classObject(
  className: string,
  { namespace, files, secretName }: SecretsProviderAwsSettings["classes"][string],
  region: string,
  identity: IdentityMode,
): AddonObject {
  const objects = Object.entries(files).map(([file, { type, name: objectName, keys }]) => ({
    objectName,
    objectType: type,
    objectAlias: file,
    ...(keys ? { jmesPath: keys.map((key) => ({ path: quoted(key), objectAlias: key })) } : {}),
  }));
  const paths = Object.entries(files).flatMap(([file, { keys }]) => [...(keys ?? [file])]);
  return {
    apiVersion: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    metadata: { name: className, namespace },
    setting: `classes.${className}`,
    body: {
      spec: {
        provider: "aws",
        parameters: {
          region,
          usePodIdentity: identity === "pod-identity" ? "true" : "false",
          objects: stringify(objects),
        },
        ...(secretName === undefined
          ? {}
          : {
              secretObjects: [
                { secretName, type: "Opaque", data: paths.map((path) => ({ objectName: path, key: path })) },
              ],
            }),
      },
    },
  };
}

/** JMESPath takes a key with a hyphen only in quotes. */
function quoted(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : `"${key}"`;
}

import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { EachNamed } from "../shared/reference";
import type { NamespaceRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { replicasIn } from "./secret-arn";
import { entryName, parameterName } from "./secret-grant";
import type { MadeSecret, SecretsSettings, SecretValues } from "./settings";

/** Slots of the secrets; each is called for every one of them. */
export interface SecretsTransform {
  /** Entry of Secrets Manager. Default: can be had back for 30 days after a deletion. */
  secret?: Transform<aws.secretsmanager.SecretArgs>;
  /** What is in the entry. Default: JSON of its keys; never put it elsewhere. */
  secretVersion?: Transform<aws.secretsmanager.SecretVersionArgs>;
  /** Default: `secrets.<name>.rotation` of the stack. */
  rotation?: Transform<aws.secretsmanager.SecretRotationArgs>;
  /** Called for each key; never put its value elsewhere. Default: a SecureString. */
  parameter?: Transform<aws.ssm.ParameterArgs>;
  /** Called for each key that is generated. Default: letters and digits. */
  password?: Transform<random.RandomPasswordArgs>;
  /** Default: `secrets.<name>.encryptedData` of the stack. */
  sealedSecret?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

export interface SecretsArgs {
  context: PlatformContext;
  /** Secrets by name; sealed ones with their namespace. */
  settings: EachNamed<SecretsSettings, "namespace">;
  /** Values that the stack was given, by secret and key. */
  values: SecretValues;
  /** Namespace of a sealed secret, by name. */
  namespaceOf(name: string): NamespaceRef;
  /** Region that entries of Secrets Manager are copied to. */
  replicaRegion?: string;
  transform?: SecretsTransform;
}

/**
 * The secrets that a stack makes: entries of Secrets Manager, parameters of Systems Manager, SealedSecrets. References to
 * what exists make nothing. Values are secrets of Pulumi from end to end: encrypted in the state, never shown.
 *
 * Cost: $0.40 a month for each entry of Secrets Manager (https://aws.amazon.com/secrets-manager/pricing/).
 */
export class Secrets extends PlatformComponent<SecretsTransform> {
  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("secrets", "Secrets", name, opts, args.transform);
    for (const [secret, settings] of Object.entries(args.settings)) {
      if (settings.store === "secrets-manager") this.createEntry(secret, settings, args);
      if (settings.store === "parameter-store") this.createParameters(secret, settings, args);
      if (settings.store === "sealed") this.createSealed(secret, settings, args);
    }
    this.registerOutputs({});
  }

  private createEntry(
    name: string,
    settings: Extract<MadeSecret, { store: "secrets-manager" }>,
    args: SecretsArgs,
  ): void {
    const logical = this.child(name);
    const { kmsKeyArn, rotation } = settings;
    const entry = {
      name: entryName(args.context, name),
      description: `Secret ${name} of ${args.context.clusterName}`,
      recoveryWindowInDays: 30,
      kmsKeyId: kmsKeyArn,
      ...replicasIn(args.replicaRegion),
    };
    const secret = this.make("secret", aws.secretsmanager.Secret, logical, entry);
    const secretString = pulumi.all(this.valuesOf(name, settings, args)).apply((values) => JSON.stringify(values));
    const content = { secretId: secret.id, secretString };
    const version = this.make("secretVersion", aws.secretsmanager.SecretVersion, logical, content, {
      additionalSecretOutputs: ["secretString"],
      // What the function of the rotation wrote is no change to take back.
      ...(rotation ? { ignoreChanges: ["secretString"] } : {}),
    });
    if (!rotation) return;
    const rules = {
      secretId: secret.id,
      rotationLambdaArn: rotation.lambdaArn,
      rotationRules: { automaticallyAfterDays: rotation.afterDays },
    };
    this.make("rotation", aws.secretsmanager.SecretRotation, logical, rules, { dependsOn: [version] });
  }

  private createParameters(name: string, settings: MadeSecret, args: SecretsArgs): void {
    for (const [key, value] of Object.entries(this.valuesOf(name, settings, args))) {
      const parameter = {
        name: parameterName(args.context, name, key),
        type: "SecureString",
        value,
        description: `Key ${key} of secret ${name} of ${args.context.clusterName}`,
        keyId: settings.kmsKeyArn,
      };
      this.make("parameter", aws.ssm.Parameter, this.child(`${name}-${key}`), parameter, {
        additionalSecretOutputs: ["value"],
      });
    }
  }

  /** Values by key: what the stack was given, and what is generated; all of them secrets. */
  private valuesOf(name: string, { values }: MadeSecret, args: SecretsArgs): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        if (!("generate" in value)) return [key, pulumi.secret(args.values[name]?.[key] ?? "")];
        const password = { length: value.generate, special: false };
        const made = this.make("password", random.RandomPassword, this.child(`${name}-${key}`), password, {
          additionalSecretOutputs: ["result"],
        });
        return [key, pulumi.secret(made.result)];
      }),
    );
  }

  /**
   * Kind and scope: bitnami-labs/sealed-secrets v0.38, pkg/apis/sealedsecrets/v1alpha1/types.go. The controller reads the
   * scope from the template (sealedsecret_expansion.go, Scope); kubeseal writes it to both.
   */
  private createSealed(
    name: string,
    { encryptedData, namespace: given, scope }: Extract<SecretsArgs["settings"][string], { store: "sealed" }>,
    args: SecretsArgs,
  ): void {
    const namespace = args.namespaceOf(given);
    const labels = commonLabels(
      { ...args.context, costCenter: namespace.costCenter },
      { name, component: "secret", team: namespace.team },
    );
    const wide = scope === "strict" ? {} : { [`sealedsecrets.bitnami.com/${scope}`]: "true" };
    const object = {
      apiVersion: "bitnami.com/v1alpha1",
      kind: "SealedSecret",
      metadata: {
        name,
        namespace: namespace.name,
        labels,
        annotations: { ...configPath(`secrets.${name}`), ...wide },
      },
      spec: {
        encryptedData,
        template: { metadata: { name, namespace: namespace.name, labels, annotations: wide } },
      },
    };
    this.make("sealedSecret", k8s.apiextensions.CustomResource, this.child(name), object);
  }
}

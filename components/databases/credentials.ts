import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { readSecret, replicasIn, secretArnPattern } from "../secrets/secret-arn";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { SecretMount } from "../shared/grant";
import type { Transform } from "../shared/transform";
import type { PolicyStatement } from "../identity/policy-document";

/** Slots of credentials. */
export interface CredentialsTransform {
  /** The password. Default: 32 letters and digits. */
  password?: Transform<random.RandomPasswordArgs>;
  /** Entry of Secrets Manager. Default: can be had back for 30 days after a deletion. */
  secret?: Transform<aws.secretsmanager.SecretArgs>;
  /** What is in the entry. Default: JSON with `username` and `password`; never put it elsewhere. */
  secretVersion?: Transform<aws.secretsmanager.SecretVersionArgs>;
}

export interface CredentialsArgs {
  context: PlatformContext;
  /** Name of the secret in Secrets Manager. */
  secretName: string;
  user: string;
  /** What it is for. */
  description: string;
  /** Region that it is copied to. */
  replicaRegion?: string | undefined;
  transform?: CredentialsTransform;
}

/**
 * User name and a generated password in Secrets Manager. The password is made once, and in the state only
 * encrypted; what mounts it reads it from Secrets Manager.
 *
 * Cost: $0.40 a month (https://aws.amazon.com/secrets-manager/pricing/).
 */
export class Credentials extends PlatformComponent<CredentialsTransform> {
  /** Made before anything mounts it. */
  readonly version: pulumi.Resource;
  /** For what the password is of, and for nothing else. */
  readonly password: pulumi.Output<string>;

  constructor(name: string, args: CredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "Credentials", name, opts, args.transform);
    const { secretName, user, description } = args;
    const password = this.make(
      "password",
      random.RandomPassword,
      name,
      // Without characters that a URL or a shell would read as something else; 32 letters and digits are 190 bits.
      { length: 32, special: false },
      { additionalSecretOutputs: ["result"] },
    );
    this.password = pulumi.secret(password.result);
    const secret = this.make("secret", aws.secretsmanager.Secret, name, {
      name: secretName,
      description,
      recoveryWindowInDays: 30,
      ...replicasIn(args.replicaRegion),
    });
    const secretString = this.password.apply((result) => JSON.stringify({ username: user, password: result }));
    const version = { secretId: secret.id, secretString };
    this.version = this.make("secretVersion", aws.secretsmanager.SecretVersion, name, version, {
      additionalSecretOutputs: ["secretString"],
    });
    this.registerOutputs({});
  }
}

/** Files of credentials. */
const files = ["username", "password"];

/** Credentials of Secrets Manager as files. */
export function managedMount(name: string, secret: pulumi.Input<string>): SecretMount {
  return {
    name,
    files,
    env: {},
    source: { type: "aws", objects: [{ name: secret, type: "secretsmanager", keys: files, file: "credentials" }] },
  };
}

/** Credentials of a Kubernetes Secret that exists in the namespace, as files. */
export function existingMount(name: string, secret: string): SecretMount {
  return { name, files, env: {}, source: { type: "kubernetes", secret } };
}

/** Right to read a secret by its name. */
export function readByName(context: PlatformContext, secretName: string): PolicyStatement {
  return readSecret(secretArnPattern(context, secretName));
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { readSecret, replicasIn, secretArnPattern } from "../secrets/secret-arn";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { SecretMount } from "../shared/grant";
import { transformed, type Transform } from "../shared/transform";
import type { PolicyStatement } from "../identity/policy-document";

export interface CredentialsArgs {
  context: PlatformContext;
  /** Name of the secret in Secrets Manager. */
  secretName: string;
  user: string;
  /** What it is for. */
  description: string;
  /** Region that it is copied to. */
  replicaRegion?: string | undefined;
  transform?: { secret?: Transform<aws.secretsmanager.SecretArgs> } | undefined;
}

/**
 * User name and a generated password in Secrets Manager. The password is made once, and in the state only
 * encrypted; what mounts it reads it from Secrets Manager.
 *
 * Cost: $0.40 a month (https://aws.amazon.com/secrets-manager/pricing/).
 */
export class Credentials extends PlatformComponent {
  /** Made before anything mounts it. */
  readonly version: pulumi.Resource;

  constructor(name: string, args: CredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "Credentials", name, opts);
    const { secretName, user, description } = args;
    const password = new random.RandomPassword(
      name,
      // Without characters that a URL or a shell would read as something else; 32 letters and digits are 190 bits.
      { length: 32, special: false },
      this.opts<pulumi.CustomResourceOptions>({ additionalSecretOutputs: ["result"] }),
    );
    const secret = new aws.secretsmanager.Secret(
      name,
      transformed<aws.secretsmanager.SecretArgs>(
        { name: secretName, description, recoveryWindowInDays: 30, ...replicasIn(args.replicaRegion) },
        args.transform?.secret,
      ),
      this.opts(),
    );
    this.version = new aws.secretsmanager.SecretVersion(
      name,
      {
        secretId: secret.id,
        secretString: pulumi
          .secret(password.result)
          .apply((result) => JSON.stringify({ username: user, password: result })),
      },
      this.opts<pulumi.CustomResourceOptions>({ additionalSecretOutputs: ["secretString"] }),
    );
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

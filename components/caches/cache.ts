import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { readSecret, secretArnPattern } from "../secrets/secret-arn";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { type Grant, secretsDirectory, variablePrefix } from "../shared/grant";
import type { NetworkRef } from "../shared/refs";
import { StoreAccess, type StoreAccessTransform } from "../shared/store-access";
import type { Transform } from "../shared/transform";
import { cacheId, cacheSecretName, replicationGroupArgs } from "./replication-group";
import { cachePort, type CacheSettings } from "./settings";

/** Slots of the caches; each is called for every one of them. */
export interface CacheTransform extends StoreAccessTransform {
  /** Default: `caches.<name>` of the stack, encrypted at rest and in transit. */
  replicationGroup?: Transform<aws.elasticache.ReplicationGroupArgs>;
  /** Default: the private subnets. */
  subnetGroup?: Transform<aws.elasticache.SubnetGroupArgs>;
  /** The password. Default: 64 letters and digits. */
  password?: Transform<random.RandomPasswordArgs>;
  /** Entry of Secrets Manager with the password. Default: can be had back for 30 days after a deletion. */
  secret?: Transform<aws.secretsmanager.SecretArgs>;
  /** What is in the entry. Default: JSON with the key `password`; never put it elsewhere. */
  secretVersion?: Transform<aws.secretsmanager.SecretVersionArgs>;
}

export interface CacheArgs {
  context: PlatformContext;
  /** Name of the cache in the stack's config. */
  cache: string;
  settings: CacheSettings;
  network: NetworkRef;
  /** Services that use it. */
  clients: string[];
  transform?: CacheTransform;
}

/**
 * Valkey of ElastiCache: in the private subnets, behind a security group of its own, encrypted at rest and in
 * transit, with a generated password in Secrets Manager and daily snapshots of its own.
 *
 * Protected. Cost: each node by the hour, snapshots beyond one by the gigabyte, $0.40 a month for the secret.
 */
export class Cache extends PlatformComponent<CacheTransform> {
  /** What a service gets that uses it. */
  readonly grant: Grant;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("caches", "Cache", name, opts, args.transform);
    const { context, cache, network, clients, transform } = args;
    const description = `Cache ${cache} of ${context.clusterName}`;
    const group = { context, network, port: cachePort, clients, description, transform };
    const access = new StoreAccess(name, group, this.opts());
    const password = this.createPassword(args);
    const { primaryEndpointAddress: address } = this.createGroup(args, access.securityGroupId, password);
    this.grant = cacheGrant(context, cache, address, network);
    this.registerOutputs({ address });
  }

  private createPassword({ context, cache }: CacheArgs): pulumi.Output<string> {
    const { result } = this.make(
      "password",
      random.RandomPassword,
      this.componentName,
      { length: 64, special: false },
      { additionalSecretOutputs: ["result"] },
    );
    const args = {
      name: cacheSecretName(context, cache),
      description: `Password of cache ${cache}`,
      recoveryWindowInDays: 30,
    };
    const secret = this.make("secret", aws.secretsmanager.Secret, this.componentName, args);
    const password = pulumi.secret(result);
    this.make(
      "secretVersion",
      aws.secretsmanager.SecretVersion,
      this.componentName,
      { secretId: secret.id, secretString: password.apply((text) => JSON.stringify({ password: text })) },
      { additionalSecretOutputs: ["secretString"] },
    );
    return password;
  }

  private createGroup(args: CacheArgs, securityGroupId: pulumi.Input<string>, authToken: pulumi.Output<string>) {
    const { context, cache, settings, network } = args;
    const subnets = { name: cacheId(context, cache), subnetIds: network.privateSubnetIds };
    const subnetGroup = this.make("subnetGroup", aws.elasticache.SubnetGroup, this.componentName, subnets);
    const group = {
      ...replicationGroupArgs(context, cache, settings),
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [securityGroupId],
      authToken,
    };
    return this.make("replicationGroup", aws.elasticache.ReplicationGroup, this.componentName, group, {
      protect: true,
      additionalSecretOutputs: ["authToken"],
    });
  }
}

/**
 * What a service gets that uses a cache: `REDIS_HOST`, `REDIS_PORT`, `REDIS_TLS`, and its password as a file that
 * `REDIS_PASSWORD_FILE` names.
 */
function cacheGrant(context: PlatformContext, cache: string, host: pulumi.Input<string>, network: NetworkRef): Grant {
  const prefix = variablePrefix(cache);
  const secret = cacheSecretName(context, cache);
  return {
    env: {
      [`${prefix}_HOST`]: host,
      [`${prefix}_PORT`]: `${cachePort}`,
      [`${prefix}_TLS`]: "true",
      [`${prefix}_PASSWORD_FILE`]: `${secretsDirectory}/${cache}/password`,
    },
    egress: [{ port: cachePort, cidrs: network.privateSubnetCidrs }],
    statements: [readSecret(secretArnPattern(context, secret))],
    callsAws: false,
    mounts: [
      {
        name: cache,
        files: ["password"],
        env: {},
        source: {
          type: "aws",
          objects: [{ name: secret, type: "secretsmanager", keys: ["password"], file: "credentials" }],
        },
      },
    ],
  };
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";
import { decryptBy, readSecret } from "../secrets/secret-arn";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { NetworkRef } from "../shared/refs";
import { StoreAccess, type StoreAccessTransform } from "../shared/store-access";
import type { Transform } from "../shared/transform";
import { Credentials, managedMount, readByName } from "./credentials";
import { postgresGrant } from "./grant";
import type { DatabasePair } from "./pair";
import {
  type MasterPassword,
  rdsArn,
  rdsIdentifier,
  rdsInstanceArgs,
  rdsParameters,
  replicaArgs,
} from "./rds-instance";
import { postgresPort, type RdsSettings } from "./settings";
import type { Client } from "./workload";

/** Slots of a database of RDS. */
export interface RdsDatabaseTransform extends StoreAccessTransform {
  /** Instance of RDS. Default: `databases.<name>` of the stack, encrypted, its password made and kept by RDS. */
  instance?: Transform<aws.rds.InstanceArgs>;
  /** Parameters of RDS. Default: TLS for everybody, and what `databases.<name>` says. */
  parameterGroup?: Transform<aws.rds.ParameterGroupArgs>;
  /** Subnets of RDS. Default: the private ones. */
  subnetGroup?: Transform<aws.rds.SubnetGroupArgs>;
  /** How often RDS changes its password. Default: `passwordRotationDays`, not at once. */
  rotation?: Transform<aws.secretsmanager.SecretRotationArgs>;
}

export interface RdsDatabaseArgs {
  context: PlatformContext;
  database: string;
  settings: RdsSettings;
  network: NetworkRef;
  /** Services that use it. */
  clients: Client[];
  pair: DatabasePair;
  transform?: RdsDatabaseTransform;
}

/**
 * PostgreSQL of Amazon RDS: in the private subnets, behind a security group of its own, encrypted, backed up to any
 * point in time, with a password that RDS makes, keeps in Secrets Manager and rotates: this program never has it. Of a
 * pair the primary stack makes it, because RDS makes no replica otherwise: it is in the state, encrypted, and stays.
 *
 * Protected, by AWS and by Pulumi. Cost: the instance by the hour and storage by the gigabyte, both twice with a standby;
 * backups beyond the size of the storage.
 */
export class RdsDatabase extends PlatformComponent<RdsDatabaseTransform> {
  /** What a service gets that uses it. */
  readonly grant: Grant;

  constructor(name: string, args: RdsDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "RdsDatabase", name, opts, args.transform);
    const { context, database, settings, network } = args;
    const access = new StoreAccess(
      name,
      {
        context,
        network,
        port: postgresPort,
        clients: args.clients.map(({ name: pods, account = pods }) => account),
        description: `Database ${database} of ${context.clusterName}`,
        transform: args.transform,
      },
      this.opts(),
    );
    const instance = this.createInstance(args, access.securityGroupId, this.masterPassword(args));
    const { mount, statements } = args.pair.paired ? this.sharedPassword(args) : this.managedPassword(args, instance);

    this.grant = postgresGrant({
      database,
      name: settings.database,
      host: instance.address,
      mount,
      statements,
      egress: { cidrs: network.privateSubnetCidrs },
      tls: true,
    });
    this.registerOutputs({ address: instance.address });
  }

  /** The password of a pair is the primary stack's, made there and copied to the other region. */
  private masterPassword(args: RdsDatabaseArgs): MasterPassword {
    const { context, database, settings, pair } = args;
    if (!pair.paired) return { by: "rds" };
    if (pair.primary) return { by: "primary" };
    const credentials = new Credentials(
      this.child("credentials"),
      {
        context,
        secretName: sharedSecretName(args),
        user: settings.user,
        description: `Credentials of database ${database}`,
        replicaRegion: pair.replicaRegion,
      },
      this.opts(),
    );
    return { by: "program", password: credentials.password };
  }

  private sharedPassword(args: RdsDatabaseArgs) {
    const secretName = sharedSecretName(args);
    return { mount: managedMount(args.database, secretName), statements: [readByName(args.context, secretName)] };
  }

  private managedPassword(args: RdsDatabaseArgs, instance: aws.rds.Instance) {
    const secretArn = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    this.createRotation(args, secretArn);
    const statements = readMasterSecret(args.context, args.database, args.settings);
    return { mount: managedMount(args.database, secretArn), statements };
  }

  private createInstance(
    args: RdsDatabaseArgs,
    securityGroupId: pulumi.Input<string>,
    master: MasterPassword,
  ): aws.rds.Instance {
    const { context, database, settings, network } = args;
    const identifier = rdsIdentifier(context, database);
    const subnets = { name: identifier, description: `Private subnets of ${context.clusterName}` };
    const subnetGroup = this.make("subnetGroup", aws.rds.SubnetGroup, this.componentName, {
      ...subnets,
      subnetIds: network.privateSubnetIds,
    });
    const parameters = {
      name: `${identifier}-${settings.version}`,
      family: `postgres${settings.version}`,
      description: `Database ${database} of ${context.clusterName}`,
      parameters: rdsParameters(settings),
    };
    const parameterGroup = this.make("parameterGroup", aws.rds.ParameterGroup, this.componentName, parameters);
    const { standby, primary } = args.pair;
    const own = rdsInstanceArgs(context, database, settings, master);
    const instance = {
      ...(standby && primary ? replicaArgs(own, rdsArn(primary, database)) : own),
      dbSubnetGroupName: subnetGroup.name,
      parameterGroupName: parameterGroup.name,
      vpcSecurityGroupIds: [securityGroupId],
    };
    return this.make("instance", aws.rds.Instance, this.componentName, instance, { protect: true });
  }

  /** RDS rotates by itself; this says how often. No function of ours is involved. */
  private createRotation(args: RdsDatabaseArgs, secretId: pulumi.Output<string>): void {
    const rotation = {
      secretId,
      rotationRules: { automaticallyAfterDays: args.settings.passwordRotationDays },
      // The first password is as new as the instance.
      rotateImmediately: false,
    };
    this.make("rotation", aws.secretsmanager.SecretRotation, this.componentName, rotation);
  }
}

function sharedSecretName({ context, database, pair: { primary = context } }: RdsDatabaseArgs): string {
  return `${primary.clusterName}/databases/${database}`;
}

/**
 * Right to read the password of one instance. RDS names the secret by an id that nobody knows before, so it is found by the
 * tag that RDS sets: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export function readMasterSecret(
  context: PlatformContext,
  database: string,
  { kmsKeyArn }: Pick<RdsSettings, "kmsKeyArn">,
): PolicyStatement[] {
  const { partition, region, accountId } = context;
  const read = readSecret(`arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!db-*`, {
    StringEquals: { "aws:ResourceTag/aws:rds:primaryDBInstanceArn": rdsArn(context, database) },
  });
  return [read, ...decryptBy(kmsKeyArn)];
}

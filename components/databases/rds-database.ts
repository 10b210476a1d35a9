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
import { managedMount } from "./credentials";
import { postgresGrant } from "./grant";
import type { DatabasePair } from "./pair";
import { rdsArn, rdsIdentifier, rdsInstanceArgs, rdsParameters, replicaArgs } from "./rds-instance";
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
 * point in time, with a password that RDS makes, keeps in Secrets Manager and rotates: this program never has it.
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
    const instance = this.createInstance(args, access.securityGroupId);
    const secretArn = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    // A replica has the primary's password; its own is made when it is promoted.
    if (!args.pair.standby) this.createRotation(args, secretArn);

    this.grant = postgresGrant({
      database,
      name: settings.database,
      host: instance.address,
      mount: managedMount(database, secretArn),
      statements: readMasterSecret(context, database, settings),
      egress: { cidrs: network.privateSubnetCidrs },
      tls: true,
    });
    this.registerOutputs({ address: instance.address });
  }

  private createInstance(args: RdsDatabaseArgs, securityGroupId: pulumi.Input<string>): aws.rds.Instance {
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
    const own = rdsInstanceArgs(context, database, settings);
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

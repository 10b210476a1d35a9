import * as aws from "@pulumi/aws";
import type { PlatformConfig } from "./schema";
import { Network } from "../components/network/network";
import { partitionOf, type PlatformContext } from "../components/shared/context";

/**
 * The platform: one constructor call per component, in the order in which they depend on each other.
 *
 * Not a component resource itself, so that a component's URN does not change when the program is composed differently.
 */
export class Platform {
  readonly outputs: Record<string, unknown>;

  constructor(config: PlatformConfig) {
    const context = contextOf(config);
    const provider = awsProvider(config, context);
    const withAws = { providers: { aws: provider } };
    const network = new Network("network", { context, settings: config.network }, withAws);
    this.outputs = { vpcId: network.vpcId, privateSubnetIds: network.privateSubnetIds };
  }
}

function contextOf(config: PlatformConfig): PlatformContext {
  return {
    stack: config.stack,
    tier: config.tier,
    region: config.aws.region,
    accountId: config.aws.accountId,
    partition: partitionOf(config.aws.region),
    clusterName: config.cluster.name,
    kubernetesVersion: config.cluster.version,
    team: config.team,
    costCenter: config.costCenter,
  };
}

/**
 * The one AWS provider. Region, account guard and tags are said in code, because the stack's own `aws:` config does not
 * reach an explicit provider, and without an explicit one each component package would bring its own version of it.
 */
function awsProvider(config: PlatformConfig, context: PlatformContext): aws.Provider {
  const { region, accountId, assumeRoleArn, tags } = config.aws;
  return new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [accountId],
    ...(assumeRoleArn === undefined ? {} : { assumeRoles: [{ roleArn: assumeRoleArn }] }),
    defaultTags: {
      tags: {
        ...tags,
        platform: context.clusterName,
        stack: config.stack,
        team: config.team,
        "cost-center": config.costCenter,
      },
    },
  });
}

import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { NetworkRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { planSubnets } from "./cidr-plan";
import { endpointOf } from "./endpoints";
import { flowLogGroupName, flowLogPolicy, flowLogTrust } from "./flow-logs";
import { NetworkSecurity, type NetworkSecurityTransform } from "./network-security";
import type { NetworkSettings } from "./settings";

/** Slots of a network. */
export interface NetworkTransform extends NetworkSecurityTransform {
  /**
   * The VPC with its subnets, gateways, routes and endpoints.
   * Default: two subnets in each zone, NAT as `network.nat` says, an endpoint for each of `network.endpoints`.
   */
  vpc?: Transform<awsx.ec2.VpcArgs>;
  /** Log group of the flow logs. Default: kept for `network.flowLogs.retentionDays`. */
  flowLogGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  /** Role of the flow log service. Default: only flow logs of this account and region may take it. */
  flowLogRole?: Transform<aws.iam.RoleArgs>;
  /** What that role may do. Default: write streams of the log group, list groups. */
  flowLogPolicy?: Transform<aws.iam.RolePolicyArgs>;
  /** The flow log. Default: `network.flowLogs.traffic` of the whole VPC, aggregated over ten minutes as AWS does. */
  flowLog?: Transform<aws.ec2.FlowLogArgs>;
}

export interface NetworkArgs {
  context: PlatformContext;
  settings: NetworkSettings;
  transform?: NetworkTransform;
}

/** Strategies of awsx for the three settings. */
const natStrategy = { "one-per-zone": "OnePerAz", one: "Single", none: "None" } as const;

/**
 * The network of the platform: a VPC with a public and a private subnet in each zone, NAT, VPC endpoints, flow logs and
 * the security groups of control plane, nodes and databases. A VPC that exists already gets the security groups only.
 *
 * Cost: NAT gateways by the hour and gigabyte, interface endpoints by the zone and hour, flow logs by the gigabyte;
 * gateway endpoints, subnets and security groups cost nothing.
 */
export class Network extends PlatformComponent<NetworkTransform> implements NetworkRef {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: string;
  readonly zones: string[];
  readonly publicSubnetIds: pulumi.Output<string>[];
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly publicSubnetCidrs: string[];
  /** Ranges of the private subnets, where nodes, pods and internal load balancers have their addresses. */
  readonly privateSubnetCidrs: string[];
  /** Whether services of AWS have addresses in the private subnets, by interface endpoints. */
  readonly interfaceEndpoints: boolean;
  readonly controlPlaneSecurityGroupId: pulumi.Output<string>;
  /** The same group as a resource, for `eks.Cluster`. */
  readonly controlPlaneSecurityGroup: aws.ec2.SecurityGroup;
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  readonly databaseSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "Network", name, opts, args.transform);
    const { settings } = args;
    const plan = subnetRanges(settings);
    this.cidr = settings.cidr;
    this.zones = settings.zones;
    this.publicSubnetCidrs = plan.publicSubnets;
    this.privateSubnetCidrs = plan.privateSubnets;
    const endpoints = settings.endpoints.map((endpoint) => endpointOf(endpoint, args.context.region));
    this.interfaceEndpoints = endpoints.some(({ type }) => type === "Interface");

    const ids = settings.existing ? existingIds(settings.existing) : withWaysOut(this.createVpc(args));
    this.vpcId = pulumi.output(ids.vpcId);
    this.publicSubnetIds = eachOf(ids.publicSubnetIds, settings.zones);
    this.privateSubnetIds = eachOf(ids.privateSubnetIds, settings.zones);
    if (!settings.existing) this.createFlowLogs(args);

    const security = this.createSecurityGroups(args);
    this.controlPlaneSecurityGroupId = security.ids["control-plane"];
    this.controlPlaneSecurityGroup = security.controlPlane;
    this.nodeSecurityGroupId = security.ids.nodes;
    this.databaseSecurityGroupId = security.ids.databases;
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /**
   * The VPC, to the letter of what awsx needs: without `subnetStrategy: "Auto"` it ignores the ranges, without
   * `vpcEndpointStrategy: "Auto"` endpoints get no route tables and subnets, and without zone names it asks AWS.
   */
  private createVpc(args: NetworkArgs): awsx.ec2.Vpc {
    const { context, settings } = args;
    const discovery = { "karpenter.sh/discovery": context.clusterName };
    return this.make("vpc", awsx.ec2.Vpc, this.componentName, {
      cidrBlock: settings.cidr,
      availabilityZoneNames: settings.zones,
      // Interface endpoints with private DNS, EFS and the private API endpoint all need names in the VPC.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      subnetStrategy: "Auto",
      subnetSpecs: [
        {
          type: "Public",
          name: "public",
          cidrBlocks: this.publicSubnetCidrs,
          tags: { "kubernetes.io/role/elb": "1" },
        },
        {
          type: "Private",
          name: "private",
          cidrBlocks: this.privateSubnetCidrs,
          tags: { "kubernetes.io/role/internal-elb": "1", ...discovery },
        },
      ],
      natGateways: { strategy: natStrategy[settings.nat] },
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: settings.endpoints.map((endpoint) => {
        const { serviceName, type } = endpointOf(endpoint, context.region);
        return { serviceName, vpcEndpointType: type };
      }),
      tags: { Name: context.clusterName },
    });
  }

  private createSecurityGroups({ context, settings, transform }: NetworkArgs): NetworkSecurity {
    return new NetworkSecurity(
      this.componentName,
      {
        context,
        vpcId: this.vpcId,
        lockDefaultGroup: !settings.existing,
        rules: {
          loadBalancerCidrs: [...this.publicSubnetCidrs, ...this.privateSubnetCidrs],
          databasePorts: settings.databasePorts,
          nodeEgress: settings.nodeEgress,
        },
        transform,
      },
      this.opts(),
    );
  }

  private createFlowLogs({ context, settings }: NetworkArgs): void {
    const name = this.child("flow-logs");
    const group = this.make("flowLogGroup", aws.cloudwatch.LogGroup, name, {
      name: flowLogGroupName(context),
      retentionInDays: settings.flowLogs.retentionDays,
    });
    const role = this.make("flowLogRole", aws.iam.Role, name, {
      name: boundedName(`${context.clusterName}-flow-logs`, maxIamRoleName),
      description: `Flow logs of the VPC of ${context.clusterName}`,
      assumeRolePolicy: JSON.stringify(flowLogTrust(context)),
    });
    const policy = this.make("flowLogPolicy", aws.iam.RolePolicy, name, {
      name: "write-flow-logs",
      role: role.name,
      policy: JSON.stringify(flowLogPolicy(context)),
    });
    this.make(
      "flowLog",
      aws.ec2.FlowLog,
      name,
      {
        vpcId: this.vpcId,
        trafficType: settings.flowLogs.traffic.toUpperCase(),
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags: { Name: context.clusterName },
      },
      { dependsOn: [policy] },
    );
  }
}

/** Ranges as the stack gives them (the schema has seen to it that both are there), or computed. */
function subnetRanges(settings: NetworkSettings) {
  const { publicSubnets, privateSubnets } = settings;
  if (publicSubnets && privateSubnets) return { publicSubnets, privateSubnets };
  return planSubnets(settings.cidr, settings.zones.length);
}

/**
 * Subnets come with what carries their traffic: whoever takes an id depends on the routes, and so on the NAT gateways,
 * and on the endpoints, too. A destroy that leaves something in a subnet, a protected cluster for example, leaves it its
 * way out; the ids of a remote component alone depend on the subnets and on nothing that goes with them.
 */
function withWaysOut({ vpcId, publicSubnetIds, privateSubnetIds, routes, vpcEndpoints }: awsx.ec2.Vpc) {
  const withThem = <T>(ids: pulumi.Output<T>) => pulumi.all([ids, routes, vpcEndpoints]).apply(([only]) => only as T);
  return { vpcId, publicSubnetIds: withThem(publicSubnetIds), privateSubnetIds: withThem(privateSubnetIds) };
}

/** Ids of an existing VPC in the form in which awsx gives those of a new one. */
function existingIds(existing: NonNullable<NetworkSettings["existing"]>) {
  return {
    vpcId: existing.vpcId,
    publicSubnetIds: pulumi.output(existing.publicSubnetIds),
    privateSubnetIds: pulumi.output(existing.privateSubnetIds),
  };
}

/** One output per zone of an output list, so that the number of subnets is known at preview. */
function eachOf(ids: pulumi.Output<string[]>, zones: string[]): pulumi.Output<string>[] {
  return zones.map((zone, index) =>
    ids.apply((all) => {
      const id = all[index];
      if (id === undefined) throw new Error(`The VPC has no subnet for zone ${zone}: it gave ${all.length} ids.`);
      return id;
    }),
  );
}

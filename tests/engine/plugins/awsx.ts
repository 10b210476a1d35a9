/** The plugin `pulumi-resource-awsx`: `awsx.ec2.Vpc` with the children that the true one makes. */
import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { serveComponent } from "./component";

/** Arguments that are simulated, as they arrive: plain values, as the program gives them. */
interface Args {
  cidrBlock: string;
  availabilityZoneNames: string[];
  enableDnsHostnames: boolean;
  enableDnsSupport: boolean;
  subnetStrategy: "Auto";
  subnetSpecs: { type: "Public" | "Private"; name: string; cidrBlocks: string[]; tags: Record<string, string> }[];
  natGateways: { strategy: "Single" | "OnePerAz" | "None" };
  vpcEndpointStrategy: "Auto";
  vpcEndpointSpecs: { serviceName: string; vpcEndpointType: "Gateway" | "Interface" }[];
  tags: Record<string, string>;
}

type Subnet = { type: string; zone: string; resource: aws.ec2.Subnet; table: aws.ec2.RouteTable };

/** Names, parents and dependencies: pulumi-awsx, awsx/ec2/vpc.ts and subnetNaming.ts (August 2026, after 3.9.0). */
class Vpc extends pulumi.ComponentResource {
  private readonly vpc: aws.ec2.Vpc;
  private readonly gateway: aws.ec2.InternetGateway;
  private readonly subnets: Subnet[] = [];
  private readonly associations: aws.ec2.RouteTableAssociation[] = [];
  private readonly routes: aws.ec2.Route[] = [];
  private readonly addresses: aws.ec2.Eip[] = [];
  private readonly natGateways: aws.ec2.NatGateway[] = [];
  private readonly endpoints: aws.ec2.VpcEndpoint[];

  constructor(
    private readonly label: string,
    private readonly args: Args,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("awsx:ec2:Vpc", label, {}, options);
    const { cidrBlock, enableDnsHostnames, enableDnsSupport } = args;
    const tags = this.sharedTags;
    this.vpc = new aws.ec2.Vpc(label, { cidrBlock, enableDnsHostnames, enableDnsSupport, tags }, { parent: this });
    this.gateway = new aws.ec2.InternetGateway(label, { vpcId: this.vpc.id, tags }, this.below(this.vpc));
    args.availabilityZoneNames.forEach((zone, index) => {
      const order = args.subnetSpecs.toSorted((a, b) => Number(b.type === "Public") - Number(a.type === "Public"));
      for (const spec of order) this.createSubnet(spec, zone, index);
    });
    this.endpoints = args.vpcEndpointSpecs.map((spec) => this.createEndpoint(spec));
  }

  private get sharedTags(): Record<string, string> {
    return { Name: this.label, ...this.args.tags };
  }

  private below(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return { parent, dependsOn: [parent] };
  }

  private createSubnet(spec: Args["subnetSpecs"][number], zone: string, index: number): void {
    const name = `${this.label}-${spec.name}-${index + 1}`;
    const cidrBlock = spec.cidrBlocks[index];
    if (cidrBlock === undefined) throw new Error(`${spec.name} has no range for ${zone}`);
    const own = { Name: name, SubnetType: spec.type };
    const subnet = new aws.ec2.Subnet(
      name,
      {
        vpcId: this.vpc.id,
        availabilityZone: zone,
        mapPublicIpOnLaunch: spec.type === "Public",
        cidrBlock,
        assignIpv6AddressOnCreation: false,
        tags: { ...this.sharedTags, ...spec.tags, ...own },
      },
      this.below(this.vpc),
    );
    const tags = { ...this.sharedTags, ...own };
    const table = new aws.ec2.RouteTable(name, { vpcId: this.vpc.id, tags }, this.below(subnet));
    this.subnets.push({ type: spec.type, zone, resource: subnet, table });
    this.associations.push(
      new aws.ec2.RouteTableAssociation(name, { routeTableId: table.id, subnetId: subnet.id }, this.below(table)),
    );
    if (spec.type === "Public") this.createNat(subnet, index);
    const target = this.wayOut(spec.type, index);
    if (target) {
      const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target };
      this.routes.push(new aws.ec2.Route(name, route, this.below(table)));
    }
  }

  private createNat(subnet: aws.ec2.Subnet, index: number): void {
    const { strategy } = this.args.natGateways;
    if (strategy === "None" || (strategy === "Single" && this.natGateways.length > 0)) return;
    const name = `${this.label}-${index + 1}`;
    const tags = { ...this.args.tags, Name: name };
    const address = new aws.ec2.Eip(name, { tags }, this.below(subnet));
    this.addresses.push(address);
    const args = { subnetId: subnet.id, allocationId: address.allocationId, tags };
    this.natGateways.push(new aws.ec2.NatGateway(name, args, this.below(subnet)));
  }

  private wayOut(type: string, index: number): Partial<aws.ec2.RouteArgs> | undefined {
    if (type === "Public") return { gatewayId: this.gateway.id };
    const nat = this.natGateways[this.args.natGateways.strategy === "Single" ? 0 : index];
    return nat && { natGatewayId: nat.id };
  }

  private createEndpoint({ serviceName, vpcEndpointType }: Args["vpcEndpointSpecs"][number]): aws.ec2.VpcEndpoint {
    const where =
      vpcEndpointType === "Gateway"
        ? { routeTableIds: this.subnets.map(({ table }) => table.id) }
        : {
            privateDnsEnabled: true,
            securityGroupIds: [this.createEndpointGroup(serviceName).id],
            subnetIds: this.subnets.filter(({ type }) => type === "Private").map(({ resource }) => resource.id),
          };
    const args = { serviceName, vpcEndpointType, vpcId: this.vpc.id, tags: this.sharedTags, ...where };
    return new aws.ec2.VpcEndpoint(serviceName, args, this.below(this.vpc));
  }

  private createEndpointGroup(service: string): aws.ec2.SecurityGroup {
    const args = { vpcId: this.vpc.id, tags: this.sharedTags };
    const group = new aws.ec2.SecurityGroup(`${service}-sg`, args, this.below(this.vpc));
    new aws.ec2.SecurityGroupRule(
      `${service}-ingress`,
      {
        type: "ingress",
        securityGroupId: group.id,
        protocol: "tcp",
        ...{ fromPort: 443, toPort: 443, cidrBlocks: [this.vpc.cidrBlock] },
      },
      { parent: this.vpc, dependsOn: [group] },
    );
    return group;
  }

  /** What `awsx.ec2.Vpc` of the SDK has as outputs. */
  get outputs() {
    const of = (type: string) => this.subnets.flatMap((one) => (one.type === type ? [one.resource] : []));
    const [publicSubnets, privateSubnets] = [of("Public"), of("Private")];
    return {
      vpc: this.vpc,
      vpcId: this.vpc.id,
      subnets: this.subnets.map(({ resource }) => resource),
      publicSubnets,
      privateSubnets,
      isolatedSubnets: [],
      publicSubnetIds: publicSubnets.map(({ id }) => id),
      privateSubnetIds: privateSubnets.map(({ id }) => id),
      isolatedSubnetIds: [],
      routeTables: this.subnets.map(({ table }) => table),
      routeTableAssociations: this.associations,
      routes: this.routes,
      internetGateway: this.gateway,
      natGateways: this.natGateways,
      eips: this.addresses,
      vpcEndpoints: this.endpoints,
      subnetLayout: this.args.subnetSpecs,
    } satisfies Record<Exclude<keyof awsx.ec2.Vpc, keyof pulumi.ComponentResource>, unknown>;
  }
}

serveComponent<Args>({
  type: "awsx:ec2:Vpc",
  version: "3.9.0",
  simulated: {
    cidrBlock: true,
    availabilityZoneNames: true,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    subnetStrategy: ["Auto"],
    subnetSpecs: true,
    natGateways: true,
    vpcEndpointStrategy: ["Auto"],
    vpcEndpointSpecs: true,
    tags: true,
  },
  make: (name, args, options) => new Vpc(name, args, options),
});

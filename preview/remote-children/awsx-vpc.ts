import { z } from "zod";
import { type Child, ChildOutput, type KnownArgs } from "./child";

/** Arguments of `awsx.ec2.Vpc` of which the children are known. */
export interface VpcArgs {
  cidrBlock: string;
  availabilityZoneNames: string[];
  enableDnsHostnames?: boolean;
  enableDnsSupport?: boolean;
  subnetStrategy: "Auto";
  subnetSpecs: { type: "Public" | "Private"; name: string; cidrBlocks: string[]; tags?: Record<string, string> }[];
  natGateways?: { strategy?: "Single" | "OnePerAz" | "None" };
  vpcEndpointStrategy?: "Auto";
  vpcEndpointSpecs?: { serviceName: string; vpcEndpointType: "Gateway" | "Interface" }[];
  tags?: Record<string, string>;
}

export const knownVpcArgs: KnownArgs & Record<keyof VpcArgs, true | unknown[]> = {
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
};

/** The arguments that decide which children there are, as far as they do. */
export const vpcShape = z.looseObject({
  availabilityZoneNames: z.array(z.string()),
  subnetStrategy: z.literal("Auto"),
  subnetSpecs: z.array(
    z.looseObject({ type: z.enum(["Public", "Private"]), name: z.string(), cidrBlocks: z.array(z.string()) }),
  ),
  natGateways: z.looseObject({ strategy: z.enum(["Single", "OnePerAz", "None"]).optional() }).optional(),
  vpcEndpointSpecs: z
    .array(z.looseObject({ serviceName: z.string(), vpcEndpointType: z.enum(["Gateway", "Interface"]) }))
    .optional(),
});

/**
 * The children of `awsx.ec2.Vpc`, in the order in which it makes them: pulumi-awsx, awsx/ec2/vpc.ts and subnetNaming.ts
 * (2026-08-20, after 3.8.0; no tag of 3.9.0 was to be had).
 */
export function vpcChildren(label: string, args: VpcArgs): Child[] {
  return new Vpc(label, args).children;
}

interface Subnet {
  type: string;
  subnet: Child;
  table: Child;
}

class Vpc {
  readonly children: Child[] = [];
  private readonly vpc: Child;
  private readonly gateway: Child;
  private readonly subnets: Subnet[] = [];
  private readonly natGateways: Child[] = [];
  private readonly tags: Record<string, string>;

  constructor(
    private readonly label: string,
    private readonly args: VpcArgs,
  ) {
    const { cidrBlock, enableDnsHostnames, enableDnsSupport } = args;
    this.tags = { Name: label, ...args.tags };
    const dns = { enableDnsHostnames, enableDnsSupport };
    this.vpc = this.add({
      type: "aws:ec2/vpc:Vpc",
      name: label,
      inputs: { cidrBlock, ...dns, tags: this.tags },
      dependsOn: [],
    });
    const ofVpc = { vpcId: this.id(this.vpc), tags: this.tags };
    this.gateway = this.below(this.vpc, "aws:ec2/internetGateway:InternetGateway", label, ofVpc);
    // Public subnets come first: compareSubnetSpecs of vpc.ts.
    const order = [...args.subnetSpecs].sort((a, b) => Number(b.type === "Public") - Number(a.type === "Public"));
    args.availabilityZoneNames.forEach((zone, index) => {
      order.forEach((spec) => this.addSubnet(spec, zone, index));
    });
    args.vpcEndpointSpecs?.forEach((spec) => this.addEndpoint(spec));
  }

  private add(child: Child): Child {
    this.children.push(child);
    return child;
  }

  private below(parent: Child, type: string, name: string, inputs: Record<string, unknown>): Child {
    return this.add({ type, name, parent, inputs, dependsOn: [parent] });
  }

  private id(child: Child): ChildOutput {
    return new ChildOutput(child, "id");
  }

  private addSubnet(spec: VpcArgs["subnetSpecs"][number], zone: string, index: number): void {
    const name = `${this.label}-${spec.name}-${index + 1}`;
    const own = { Name: name, SubnetType: spec.type };
    const vpcId = this.id(this.vpc);
    const subnet = this.below(this.vpc, "aws:ec2/subnet:Subnet", name, {
      vpcId,
      availabilityZone: zone,
      mapPublicIpOnLaunch: spec.type === "Public",
      cidrBlock: spec.cidrBlocks[index],
      assignIpv6AddressOnCreation: false,
      tags: { ...this.tags, ...spec.tags, ...own },
    });
    const tags = { ...this.tags, ...own };
    const table = this.below(subnet, "aws:ec2/routeTable:RouteTable", name, { vpcId, tags });
    this.subnets.push({ type: spec.type, subnet, table });
    const routeTableId = this.id(table);
    const association = { routeTableId, subnetId: this.id(subnet) };
    this.below(table, "aws:ec2/routeTableAssociation:RouteTableAssociation", name, association);
    if (spec.type === "Public") this.addNat(subnet, index);
    const target = this.wayOut(spec.type, index);
    if (target) {
      this.below(table, "aws:ec2/route:Route", name, {
        routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...target,
      });
    }
  }

  private get strategy(): string {
    return this.args.natGateways?.strategy ?? "OnePerAz";
  }

  private addNat(subnet: Child, index: number): void {
    if (this.strategy === "None" || (this.strategy === "Single" && this.natGateways.length > 0)) return;
    const name = `${this.label}-${index + 1}`;
    const tags = { ...this.args.tags, Name: name };
    const address = this.below(subnet, "aws:ec2/eip:Eip", name, { tags });
    const allocationId = new ChildOutput(address, "allocationId");
    const inputs = { subnetId: this.id(subnet), allocationId, tags };
    this.natGateways.push(this.below(subnet, "aws:ec2/natGateway:NatGateway", name, inputs));
  }

  private wayOut(type: string, index: number): Record<string, unknown> | undefined {
    if (type === "Public") return { gatewayId: this.id(this.gateway) };
    const nat = this.natGateways[this.strategy === "Single" ? 0 : index];
    return nat && { natGatewayId: this.id(nat) };
  }

  private addEndpoint(spec: NonNullable<VpcArgs["vpcEndpointSpecs"]>[number]): void {
    const { serviceName, vpcEndpointType } = spec;
    const vpcId = this.id(this.vpc);
    const where =
      vpcEndpointType === "Gateway"
        ? { routeTableIds: this.subnets.map(({ table }) => this.id(table)) }
        : {
            privateDnsEnabled: true,
            securityGroupIds: [this.id(this.addEndpointGroup(serviceName))],
            subnetIds: this.subnets.flatMap(({ type, subnet }) => (type === "Private" ? [this.id(subnet)] : [])),
          };
    const inputs = { serviceName, vpcEndpointType, vpcId, tags: this.tags, ...where };
    this.below(this.vpc, "aws:ec2/vpcEndpoint:VpcEndpoint", serviceName, inputs);
  }

  private addEndpointGroup(service: string): Child {
    const inputs = { vpcId: this.id(this.vpc), tags: this.tags };
    const group = this.below(this.vpc, "aws:ec2/securityGroup:SecurityGroup", `${service}-sg`, inputs);
    this.add({
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      name: `${service}-ingress`,
      parent: this.vpc,
      inputs: {
        type: "ingress",
        securityGroupId: this.id(group),
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: [this.args.cidrBlock], // an output of the VPC that is its input, and so known at a preview
      },
      dependsOn: [group],
    });
    return group;
  }
}

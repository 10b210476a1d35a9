import type { RecordedResource } from "../recorded";
import { at, listAt, type Plain, textAt, type View } from "../view";

/** Something that may cost money: a recorded resource, or one that a component makes in the engine only. */
export interface Thing {
  type: string;
  name: string;
  inputs: Plain;
  /** The recorded resource that it is, or that makes it. */
  resource: RecordedResource;
}

/**
 * Everything of AWS that a recording stands for.
 *
 * The component packages (awsx, eks) are one node offline and have children on the real engine. Where the children are
 * recorded they are taken; where not, what the component would make is derived from its inputs: the same things either
 * way, so that both are priced by the same code.
 */
export function billableResources(view: View, zones: number): Thing[] {
  return view.resources.flatMap((resource): Thing[] => {
    const { type, name } = resource;
    if (type.startsWith("aws:")) return [{ type, name, inputs: view.inputs(resource), resource }];
    if (view.childrenOf(resource.urn).length) return [];
    if (type === "awsx:ec2:Vpc") return vpcThings(resource, view.inputs(resource), zones);
    if (type === "eks:index:Cluster") {
      return [{ type: "aws:eks/cluster:Cluster", name, inputs: view.inputs(resource), resource }];
    }
    // A component package that no one has thought of: its own type reaches the list of what is not priced.
    return /^(awsx|eks):/.test(type) ? [{ type, name, inputs: {}, resource }] : [];
  });
}

/** https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/: what natGateways and vpcEndpointSpecs make. */
function vpcThings(resource: RecordedResource, inputs: Plain, stackZones: number): Thing[] {
  const zones = listAt(inputs, "availabilityZoneNames").length || stackZones;
  const make = (type: string, name: string, more: Plain = {}): Thing => ({ type, name, inputs: more, resource });
  // awsx's default is one gateway per zone.
  const strategy = textAt(inputs, "natGateways", "strategy") ?? "OnePerAz";
  const gateways = strategy === "None" ? 0 : strategy === "Single" ? 1 : zones;
  const given = listAt(inputs, "natGateways", "elasticIpAllocationIds").length;
  const nats = Array.from({ length: gateways }, (_, index) => `${resource.name}-${index + 1}`);
  return [
    ...nats.map((name) => make("aws:ec2/natGateway:NatGateway", name)),
    ...nats.slice(given).map((name) => make("aws:ec2/eip:Eip", name)),
    ...listAt(inputs, "vpcEndpointSpecs").map((spec) =>
      make("aws:ec2/vpcEndpoint:VpcEndpoint", textAt(spec, "serviceName") ?? "endpoint", {
        ...(spec as Plain),
        subnetIds: at(spec, "subnetIds") ?? Array.from({ length: zones }, (_, index) => `zone ${index + 1}`),
      }),
    ),
  ];
}

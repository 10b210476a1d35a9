import { uuid } from "./names";
import { arn, domain, globalArn, partition, zonesOf, type Place } from "./place";
import { policyDocument } from "./policy-document";
import { cluster } from "./special-outputs";
import { sha, type Values } from "./values";

type Answer = (args: Values, place: Place) => Values;

/** What a look-up answers, by the function's name without its package. */
const functions: Record<string, Answer> = {
  getAvailabilityZones: (_, place) => ({
    names: zonesOf(place),
    zoneIds: zonesOf(place).map((_zone, index) => `${place.region.replaceAll("-", "")}-az${index + 1}`),
    groupNames: [place.region],
    state: "available",
  }),
  getCallerIdentity: (_, place) => ({
    accountId: place.account,
    arn: globalArn(place, "iam", "user/simulated"),
    userId: "AIDASIMULATED",
    id: place.account,
  }),
  getRegion: (args, place) => {
    const region = args.region ?? place.region;
    return { region, name: region, id: region, description: region, endpoint: `ec2.${region}.${domain(region)}` };
  },
  getPartition: (_, { region }) => ({
    partition: partition(region),
    dnsSuffix: domain(region),
    id: partition(region),
    reverseDnsPrefix: domain(region).split(".").reverse().join("."),
  }),
  "eks/getCluster": (args, place) => {
    const subject = { type: "aws:eks/cluster:Cluster", urn: args.name, seed: args.name, inputs: args };
    return { ...cluster(place, subject, args.name), arn: arn(place, "eks", `cluster/${args.name}`) };
  },
  "eks/getClusterAuth": () => ({ token: "k8s-aws-v1.simulated" }),
  "iam/getPolicyDocument": (args) => {
    const json = policyDocument(args);
    return { json, minifiedJson: JSON.stringify(JSON.parse(json)), id: sha(json).slice(0, 8) };
  },
  "route53/getZone": (args) => ({ zoneId: args.zoneId ?? "Z0SIMULATED", nameServers: ["ns-1.example"] }),
  "acm/getCertificate": (args, place) => ({
    arn: arn(place, "acm", `certificate/${uuid(String(args.domain))}`),
    status: "ISSUED",
  }),
};

/**
 * Answers a look-up such as `aws:index/getRegion:getRegion`.
 *
 * @throws Error when the function isn't simulated: nothing is made up for it.
 */
export function invoke(token: string, args: Values, place: Place): Values {
  const [, module, name] = /^aws:([^:]*)\/\w+:(\w+)$/.exec(token) ?? [];
  const key = module === "index" ? name : `${module}/${name}`;
  const answer = functions[key ?? ""];
  if (!answer) throw new Error(`the function ${token} is not simulated (tests/engine/aws/functions.ts)`);
  return { id: key, region: place.region, ...args, ...answer(args, place) };
}

import { blocksOverlap, isNetworkBlock } from "../../components/network/cidr";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { oneOf } from "../../components/shared/near-name";

type View = Pick<
  ResolvedStack,
  "role" | "failover" | "aws" | "network" | "cluster" | "services" | "addons" | "databases" | "buckets" | "secrets"
>;

/** A stack of a pair against the other one, as far as it says what that is. */
export function checkFailover(config: View): CheckResult {
  const { failover, role } = config;
  if (!failover) {
    if (role === "active") return {};
    const why = "is standby, and the stack does not say of what";
    return { problems: [{ path: "role", given: '"standby"', why, set: "failover, with record and peer, or active" }] };
  }
  return {
    problems: [
      ...peerProblems(config, failover),
      ...healthProblems(config, failover),
      ...dataProblems(config, failover),
      ...(config.addons["external-dns"]
        ? []
        : [
            {
              path: "failover",
              why: "writes its records by external-dns, which is not there",
              set: "addons.external-dns",
            },
          ]),
    ],
  };
}

type Failover = NonNullable<View["failover"]>;

function peerProblems({ aws, network, cluster }: View, { peer }: Failover): ConfigProblem[] {
  const path = "failover.peer";
  const overlaps = isNetworkBlock(peer.cidr) && blocksOverlap(network.cidr, peer.cidr);
  return [
    ...(peer.region === aws.region
      ? [{ path: `${path}.region`, given: `"${peer.region}"`, why: "is the stack's own region", set: "another region" }]
      : []),
    ...(peer.cluster === cluster.name
      ? [
          {
            path: `${path}.cluster`,
            given: `"${peer.cluster}"`,
            why: "is the stack's own cluster",
            set: "the other one's name",
          },
        ]
      : []),
    ...(isNetworkBlock(peer.cidr)
      ? []
      : [
          {
            path: `${path}.cidr`,
            given: `"${peer.cidr}"`,
            why: "is not an IPv4 network",
            set: "a network such as 10.1.0.0/16",
          },
        ]),
    ...(overlaps
      ? [
          {
            path: `${path}.cidr`,
            given: `"${peer.cidr}"`,
            why: `overlaps network.cidr, ${network.cidr}`,
            set: "ranges that don't",
          },
        ]
      : []),
  ];
}

function healthProblems({ services }: View, { record, health }: Failover): ConfigProblem[] {
  if (record === "secondary") return [];
  if (!health) {
    const set = "health: { service, path }, or record: secondary";
    return [{ path: "failover.health", why: "is missing, and nothing would say that the primary stack is lost", set }];
  }
  const routed = Object.keys(services).filter((name) => services[name]?.routes.length);
  if (routed.includes(health.service)) return [];
  return [
    {
      path: "failover.health.service",
      given: `"${health.service}"`,
      why: "has no routes, so that nobody outside can ask it",
      set: oneOf(routed, "a service with routes"),
    },
  ];
}

function dataProblems({ databases, buckets, secrets }: View, { record, replicate }: Failover): ConfigProblem[] {
  const secondary = record === "secondary";
  const rds = Object.entries(databases).flatMap(([name, database]): ConfigProblem[] =>
    secondary && database.kind === "rds" && database.kmsKeyArn === undefined
      ? [
          {
            path: `databases.${name}.kmsKeyArn`,
            why: "is missing: a replica of an encrypted database in another region needs a key of its own region",
            set: "the ARN of a key of this region",
          },
        ]
      : [],
  );
  const keyed = Object.entries(buckets).flatMap(([name, { kmsKeyArn }]): ConfigProblem[] =>
    !secondary && replicate.buckets && kmsKeyArn !== undefined
      ? [
          {
            path: `buckets.${name}.kmsKeyArn`,
            why: "is a key that copies in another region can't be read with",
            set: "no key of its own, or failover.replicate.buckets: false",
          },
        ]
      : [],
  );
  const made = Object.entries(secrets).flatMap(([name, { store }]): ConfigProblem[] =>
    secondary && (store === "secrets-manager" || store === "parameter-store")
      ? [
          {
            path: `secrets.${name}.store`,
            given: `"${store}"`,
            why: "makes a value of its own, and services would take it for the primary stack's",
            set: "existing, with the name of the primary's secret, which is replicated here",
          },
        ]
      : [],
  );
  return [...rds, ...keyed, ...made];
}

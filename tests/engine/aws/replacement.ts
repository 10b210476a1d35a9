import { replacing } from "../../../preview/diff/replaces";
import { same, type Values } from "./values";

type Condition = (olds: Values, news: Values) => boolean;

const descends: (property: string) => Condition = (property) => (olds, news) =>
  Number.parseFloat(String(news[property])) < Number.parseFloat(String(olds[property]));

/** What replaces only sometimes, by type and path. The functions are those of terraform-provider-aws, internal/service. */
const conditions: Record<string, Record<string, Condition>> = {
  "aws:eks/cluster:Cluster": {
    // eks/cluster.go: envelope encryption can't be switched off.
    encryptionConfig: (olds, news) => olds.encryptionConfig !== undefined && news.encryptionConfig === undefined,
    // eks/cluster.go, Auto Mode's custom role.
    "computeConfig.nodeRoleArn": (olds) => olds.computeConfig?.nodeRoleArn !== undefined,
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    // elasticache/engine_version.go: an older version, or Redis after Valkey.
    engineVersion: descends("engineVersion"),
    engine: (olds, news) => olds.engine === "valkey" && news.engine === "redis",
    // elasticache/replication_group.go: before 7.0.5 only a new group is encrypted.
    transitEncryptionEnabled: descendsBelow("engineVersion", 7),
  },
  "aws:ec2/vpc:Vpc": {
    // ec2/vpc_.go: only from dedicated to default it stays.
    instanceTenancy: (olds, news) => olds.instanceTenancy !== "dedicated" || news.instanceTenancy !== "default",
  },
  "aws:ssm/parameter:Parameter": { tier: (olds, news) => olds.tier === "Advanced" && news.tier === "Standard" },
};

function descendsBelow(property: string, least: number): Condition {
  return (_, news) => Number.parseFloat(String(news[property])) < least;
}

/**
 * Inputs whose change replaces a resource.
 *
 * @throws Error when nothing is known: a type or a condition that no rule is written for.
 */
export function replacesOf(type: string, olds: Values, news: Values): string[] {
  const found = replacing(type, olds, news);
  if (!found) throw new Error(`preview/diff/replaces.json has no ${type}: add it to tools/replaces/types.ts`);
  const met = found.perhaps.filter((path) => {
    const condition = conditions[type]?.[path];
    if (!condition) throw new Error(`tests/engine/aws/replacement.ts has no condition for ${path} of ${type}`);
    return condition(olds, news);
  });
  const paths = [...found.always, ...met];
  return [...new Set(paths.map((path) => path.split(".")[0] ?? path))].filter((key) => !same(olds[key], news[key]));
}

/** One name of a path in Terraform; `many`: a list or set of several, which Pulumi gives a plural name. */
export interface Step {
  name: string;
  many?: boolean;
}

/** Names that Pulumi's provider gives by hand (provider/resources.go of pulumi-aws), by type and Terraform's path. */
const byHand: Record<string, Record<string, string>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": { alarm_name: "name" },
  "aws:sns/topicSubscription:TopicSubscription": { topic_arn: "topic" },
};

/** A path of Terraform's in Pulumi's names: `launch_template.id` is `launchTemplate.id`. */
export function pulumiPath(type: string, path: Step[], inputs: Set<string>): string | undefined {
  const hand = byHand[type]?.[path.map(({ name }) => name).join(".")];
  if (hand) return hand;
  const [first, ...rest] = path.map(named);
  if (first === undefined) return undefined;
  // Pulumi's inflection is its own (`policies`, `statuses`), and some sets of one block are flattened.
  const top = [first, camel(path[0]?.name ?? ""), `${first}s`].find((name) => inputs.has(name));
  return top === undefined ? undefined : [top, ...rest].join(".");
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function named({ name, many }: Step): string {
  const single = camel(name);
  if (!many || single.endsWith("s")) return single;
  return single.endsWith("y") ? `${single.slice(0, -1)}ies` : `${single}s`;
}

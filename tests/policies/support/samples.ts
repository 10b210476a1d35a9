import type { RecordedResource } from "../../../preview/recorded";
import { compliant, compliantTypes } from "./compliant";
import { asEngine } from "../../../preview/remote-children";
import { production } from "./production";
import { kinds, resource, workload } from "./workloads";

/**
 * Resources for the tests of every rule: those of the production stack, and the kinds that it doesn't have. A rule that
 * judges none of these fails a test: add a resource here that it judges.
 */
export async function samples(): Promise<RecordedResource[]> {
  const { resources } = await production();
  const own = asEngine(resources).filter(({ inputs }) => Object.keys(inputs).length > 0);
  return [...own, ...kinds.map((kind) => workload(kind)), ...others];
}

const others: RecordedResource[] = [
  // What a rule refuses for what it is, not for one of its values.
  { ...compliant("aws:rds/instance:Instance", "unprotected"), protect: false },
  resource("kubernetes:core/v1:PodList", { items: [] }, "pods"),
  resource("aws:iam/accessKey:AccessKey", { user: "robot" }),
  resource("kubernetes:policy/v1beta1:PodDisruptionBudget", { metadata: { name: "api", namespace: "shop" } }),
  resource("kubernetes:helm.sh/v3:Release", { chart: "promtail", version: "1.2.3" }),
  ...compliantTypes.map((type) => compliant(type)),
];

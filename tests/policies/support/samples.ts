import type { RecordedResource } from "../../../preview/recorded";
import { compliant, compliantTypes } from "./compliant";
import { production } from "./production";
import { kinds, workload } from "./workloads";

/**
 * Resources for the tests of every rule: those of the production stack, and the kinds that it doesn't have. A rule that
 * judges none of these fails a test: add a resource here that it judges.
 */
export async function samples(): Promise<RecordedResource[]> {
  const { resources } = await production();
  const own = resources.filter(({ inputs }) => Object.keys(inputs).length > 0);
  return [...own, ...kinds.map((kind) => workload(kind)), ...others];
}

const others: RecordedResource[] = compliantTypes.map((type) => compliant(type));

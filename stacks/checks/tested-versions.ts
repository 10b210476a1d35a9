import { minor } from "semver";
import { charts } from "../chart-versions";
import { testedKubernetes } from "../versions";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface TestedVersionsView {
  cluster: { version: string };
  addons: Record<string, unknown>;
}

/** Add-ons whose maintainers have not tested the pinned version on the stack's Kubernetes: a warning, no error. */
export function checkTestedVersions({ cluster, addons }: TestedVersionsView): CheckResult {
  const untested = Object.entries(testedKubernetes).filter(
    ([addon, newest]) => addons[addon] !== undefined && minor(`${cluster.version}.0`) > minor(`${newest}.0`),
  );
  const versions: Record<string, { version: string }> = charts;
  return {
    warnings: untested.map(
      ([addon, newest]) =>
        `addons.${addon}: ${versions[addon]?.version ?? "its version"} is tested by its maintainers up to Kubernetes ${newest}, not on ${cluster.version}.`,
    ),
  };
}

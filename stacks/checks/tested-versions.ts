import { minor } from "semver";
import { chartPin, pinNames, pinOf } from "../../components/shared/pins";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface TestedVersionsView {
  cluster: { version: string };
  addons: Record<string, unknown>;
}

/** Add-ons whose maintainers have not tested the pinned version on the stack's Kubernetes: a warning, no error. */
export function checkTestedVersions({ cluster, addons }: TestedVersionsView): CheckResult {
  const untested = pinNames.flatMap((addon) => {
    const newest = pinOf(addon).kubernetes.newestTested;
    const tested = newest === undefined || minor(`${cluster.version}.0`) <= minor(`${newest}.0`);
    return tested || addons[addon] === undefined ? [] : [{ addon, newest }];
  });
  return {
    warnings: untested.map(
      ({ addon, newest }) =>
        `addons.${addon}: ${chartPin(addon).version} is tested by its maintainers up to Kubernetes ${newest}, not on ${cluster.version}.`,
    ),
  };
}

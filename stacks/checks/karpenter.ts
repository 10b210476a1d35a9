import semver from "semver";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import { chartPin, pinOf } from "../../components/shared/pins";
import { nodeImage } from "../node-images";
import type { ConfigProblem } from "../problems";
import { kubernetesVersions } from "../versions";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface KarpenterView {
  cluster: { version: string };
  addons: Pick<AddonsSettings, "karpenter">;
  nodePools: Record<string, unknown>;
}

const path = "addons.karpenter";

/**
 * Karpenter against Kubernetes and the managed pools.
 *
 * @param version The version that would be installed; the pinned one.
 */
export function checkKarpenter(config: KarpenterView, version: string = chartPin("karpenter").version): CheckResult {
  if (config.addons.karpenter === undefined) return {};
  return {
    problems: [...versionProblems(config, version), ...imageProblems(config), ...nameProblems(config)],
  };
}

function versionProblems({ cluster }: KarpenterView, version: string): ConfigProblem[] {
  // A version that does not exist is reported once, where it stands.
  if (kubernetesVersions[cluster.version] === undefined) return [];
  const oldest = pinOf("karpenter").kubernetes.oldestVersions?.[cluster.version];
  if (oldest !== undefined && semver.gte(version, oldest)) return [];
  const needs = oldest === undefined ? "of no known version" : `${oldest} or later`;
  return [
    {
      path,
      given: version,
      why: `does not go with Kubernetes ${cluster.version}, which needs Karpenter ${needs}`,
      set: "a newer Karpenter in stacks/versions.ts, or an older cluster.version",
    },
  ];
}

function imageProblems({ addons, cluster }: KarpenterView): ConfigProblem[] {
  return Object.entries(addons.karpenter?.nodeClasses ?? {})
    .filter(([, { os, release }]) => release === undefined && nodeImage(cluster.version, os) === undefined)
    .map(([name, { os }]) => ({
      path: `${path}.nodeClasses.${name}.release`,
      why: `is missing, and the platform pins no ${os} image for Kubernetes ${cluster.version}`,
      set: "a release of that image, such as v1.66.0, or another os or cluster.version",
    }));
}

/** Both kinds of pools label their nodes `platform/pool`: with one name, pods for the one would land on the other. */
function nameProblems({ addons, nodePools }: KarpenterView): ConfigProblem[] {
  return Object.keys(addons.karpenter?.nodePools ?? {})
    .filter((name) => name in nodePools)
    .map((name) => ({
      path: `${path}.nodePools.${name}`,
      why: `has the name of the managed pool nodePools.${name}`,
      set: "another name",
    }));
}

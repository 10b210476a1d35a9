import { gatewaysNamespace } from "../../components/gateways/gateway-spec";
import { loweredLevels, platformNamespaces } from "../../components/platform-addons/namespaces";
import { addonProblems } from "../../components/platform-addons/resolve";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { gatewayProblems } from "./gateways";

/** What the check reads of a config. */
export interface AddonsView extends Pick<
  ResolvedStack,
  "domain" | "gateways" | "dns" | "addons" | "addonSet" | "observability"
> {
  aws: { region: string };
  namespaces: Record<string, unknown>;
  storageClasses: Record<string, { type: string }>;
  managedAddons: { snapshots: boolean; podNetworking: { policyEngine: string } };
}

/** Add-ons, gateways and observability against each other and against what they stand on. */
export function checkAddons(config: AddonsView): CheckResult {
  return {
    problems: [
      ...relationProblems(config),
      ...policyEngineProblems(config),
      ...Object.keys(config.gateways).flatMap((name) => gatewayProblems(name, config)),
      ...namespaceProblems(config),
      ...volumeProblems(config),
      ...snapshotProblems(config),
    ],
    warnings: loweredLevels(config.addonSet),
  };
}

/** Network policies are enforced by one engine: by none they are words, and two undo each other's rules (KP-37). */
function policyEngineProblems({ addons, managedAddons }: AddonsView): ConfigProblem[] {
  const engine = managedAddons.podNetworking.policyEngine;
  if (addons.calico && engine !== "calico") {
    return [
      {
        path: "addons.calico",
        why: "enforces network policies, and so does the agent of the VPC CNI",
        set: "managedAddons.podNetworking.policyEngine: calico, which switches that agent off, or remove the line",
      },
    ];
  }
  if (!addons.calico && engine === "calico") {
    return [
      {
        path: "managedAddons.podNetworking.policyEngine",
        given: '"calico"',
        why: "is an add-on that is not there, so that nothing would enforce network policies",
        set: '"calico: {}" in addons, or vpc-cni',
      },
    ];
  }
  return [];
}

function relationProblems(config: AddonsView): ConfigProblem[] {
  return addonProblems(config.addonSet).map(({ addon, why, set }) => ({
    path: addon in config.addons ? `addons.${addon}` : "observability",
    why,
    set,
  }));
}

/** A namespace has one owner: what the program would make twice, one of them could not make. */
function namespaceProblems(config: AddonsView): ConfigProblem[] {
  const platform = platformNamespaces(config.addonSet).map(({ name, addons }) => ({ name, owner: addons.join(", ") }));
  const taken = [...platform, { name: gatewaysNamespace, owner: "the gateways" }];
  const clashes = taken
    .filter(({ name }) => name in config.namespaces)
    .map(({ name, owner }) => ({
      path: `namespaces.${name}`,
      why: `is the namespace of ${owner}`,
      set: "another name here, or another `namespace` there",
    }));
  const onGateways = platform
    .filter(({ name }) => name === gatewaysNamespace)
    .flatMap(({ owner }) => owner.split(", "))
    .map((addon) => ({
      path: addon in config.addons ? `addons.${addon}.namespace` : "observability.namespace",
      given: `"${gatewaysNamespace}"`,
      why: "is the namespace of the gateways, which has no pods",
      set: "another name",
    }));
  return [...clashes, ...onGateways];
}

/** Velero copies volumes by snapshots of CSI; without their controller it would keep objects and lose the data. */
function snapshotProblems({ addons, managedAddons }: AddonsView): ConfigProblem[] {
  if (!addons.velero || managedAddons.snapshots) return [];
  return [
    {
      path: "managedAddons.snapshots",
      why: "is off, and Velero snapshots volumes by it",
      set: "true, or no addons.velero",
    },
  ];
}

/** Prometheus keeps its files mapped in memory, which NFS breaks: https://prometheus.io/docs/prometheus/latest/storage/ */
function volumeProblems({ observability, storageClasses }: AddonsView): ConfigProblem[] {
  if (!observability) return [];
  const known = Object.keys(storageClasses);
  return (["prometheus", "alertmanager", "grafana"] as const).flatMap((part) => {
    const name = observability[part].storageClass;
    const path = `observability.${part}.storageClass`;
    if (storageClasses[name]?.type !== "efs") return [];
    const disks = known.filter((other) => storageClasses[other]?.type !== "efs");
    return [
      {
        path,
        given: `"${name}"`,
        why: "is a shared file system, which databases break on",
        set: disks.join(" or ") || "a class of type gp3",
      },
    ];
  });
}

import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import { unpinnedAddons } from "../addon-versions";
import { kubernetesVersions, type KubernetesSupport } from "../versions";
import type { Check } from "./check";

/** Days before the end of standard support from which on the preview warns: a quarter, for an upgrade in good order. */
const noticeDays = 90;

/** The Kubernetes version is known, in support on the day of the preview, and every add-on has a version for it. */
export const checkVersions: Check = (config) => {
  const support = kubernetesVersions[config.cluster.version];
  if (!support)
    return { problems: [versionProblem(config, "is not a version that this release of the platform knows")] };
  const end = supportEnd(config, support);
  if (config.today >= end) {
    const which = isExtended(config) ? "extended" : "standard";
    return { problems: [versionProblem(config, `has been out of ${which} support since ${end}`)] };
  }
  return { problems: unpinned(config), warnings: notice(config, support) };
};

/** Versions that can be used on a day with an upgrade policy, newest first. */
export function usableVersions(today: string, extended: boolean): string[] {
  return Object.entries(kubernetesVersions)
    .filter(([, support]) => today < (extended ? support.extendedSupportEnds : support.standardSupportEnds))
    .map(([version]) => version)
    .sort((a, b) => minor(b) - minor(a));
}

function versionProblem(config: ResolvedStack, why: string): ConfigProblem {
  const usable = usableVersions(config.today, isExtended(config));
  const extended = isExtended(config)
    ? []
    : usableVersions(config.today, true).filter((version) => !usable.includes(version));
  const paid = extended.length ? `; with upgradePolicy EXTENDED, at six times the price, also ${listed(extended)}` : "";
  const set = usable.length ? `${listed(usable)}${paid}` : `a newer version; add it to stacks/versions.ts${paid}`;
  return { path: "cluster.version", given: `"${config.cluster.version}"`, why, set };
}

/** Warnings of an end that is near; under EXTENDED, of the price that begins there. */
function notice(config: ResolvedStack, support: KubernetesSupport): string[] {
  const { version } = config.cluster;
  const { standardSupportEnds, extendedSupportEnds } = support;
  const subject = `cluster.version: Kubernetes ${version}`;
  if (config.today >= standardSupportEnds) {
    return [`${subject} is in extended support, at six times the price, until ${extendedSupportEnds}.`];
  }
  const left = daysBetween(config.today, standardSupportEnds);
  if (left > noticeDays) return [];
  const next = usableVersions(standardSupportEnds, false);
  const then = isExtended(config) ? "it then costs six times as much" : "EKS then upgrades the control plane by itself";
  const upgrade = next.length ? `; upgrade to ${listed(next)}, one minor at a time` : "";
  return [`${subject} leaves standard support on ${standardSupportEnds}, in ${left} days: ${then}${upgrade}.`];
}

function unpinned(config: ResolvedStack): ConfigProblem[] {
  const { version } = config.cluster;
  return unpinnedAddons(version, config.managedAddons.versions).map((name) => ({
    path: `managedAddons.versions.${name}`,
    why: `is missing: the platform pins no version of it for Kubernetes ${version}`,
    set: `a version of \`aws eks describe-addon-versions --addon-name ${name} --kubernetes-version ${version}\``,
  }));
}

function supportEnd(config: ResolvedStack, support: KubernetesSupport): string {
  return isExtended(config) ? support.extendedSupportEnds : support.standardSupportEnds;
}

function isExtended(config: ResolvedStack): boolean {
  return config.cluster.upgradePolicy !== "STANDARD";
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function minor(version: string): number {
  return Number(version.split(".")[1]);
}

function listed(versions: string[]): string {
  return versions.map((version) => `"${version}"`).join(" or ");
}

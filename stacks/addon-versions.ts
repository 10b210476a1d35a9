import { type ManagedAddonName, managedAddonNames } from "../components/managed-addons/settings";
import { eksAddons } from "./versions";

const pinned: Record<string, Record<ManagedAddonName, string> | undefined> = eksAddons;

/** Version of every managed add-on for a Kubernetes minor: what the stack says, else what the platform pins. */
export function addonVersions(
  kubernetesVersion: string,
  overrides: { [name in ManagedAddonName]?: string | undefined },
): Partial<Record<ManagedAddonName, string>> {
  const versions = managedAddonNames.flatMap((name) => {
    const version = overrides[name] ?? pinned[kubernetesVersion]?.[name];
    return version === undefined ? [] : [[name, version] as const];
  });
  return Object.fromEntries(versions);
}

/** Add-ons that neither the stack nor the platform gives a version for. */
export function unpinnedAddons(
  kubernetesVersion: string,
  overrides: { [name in ManagedAddonName]?: string | undefined },
): ManagedAddonName[] {
  const versions = addonVersions(kubernetesVersion, overrides);
  return managedAddonNames.filter((name) => versions[name] === undefined);
}

import type { Wave } from "../../addon";
import { chartOf } from "../../install";
import type { ResolvedAddon } from "../../resolve";

/** An Argo CD Application: https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml */
export interface Application {
  apiVersion: "argoproj.io/v1alpha1";
  kind: "Application";
  metadata: { name: string; namespace: string; annotations: Record<string, string>; finalizers: string[] };
  spec: ApplicationSpec;
}

export interface ApplicationSpec {
  project: string;
  source: Record<string, unknown>;
  destination: { server: string; namespace?: string };
  syncPolicy: Record<string, unknown>;
}

/** The cluster that Argo CD runs in. */
export const inCluster = "https://kubernetes.default.svc";

/** Project of add-ons, and of what Git says about applications. */
export const projects = { platform: "platform", applications: "applications" } as const;

/**
 * Sync waves: 1 for what runs on a ready cluster (TB-89), 2 for what watches it (TB-90), 3 for applications (TB-91).
 * What those wait for, certificates and admission, comes before, at -1 and 0.
 */
export function syncWave(wave: Wave): number {
  return wave - 2;
}

export const applicationsWave = 3;

/**
 * An add-on as Argo CD installs it: the same chart, version and values as the program's own delivery. Namespaces, AWS
 * roles and definitions stay with the program. Pure.
 */
export function applicationOf(resolved: ResolvedAddon, argocd: string): Application {
  const { addon, namespace, values } = resolved;
  const { repository, chart, version } = chartOf(addon);
  return application(addon.name, argocd, syncWave(addon.wave), {
    project: projects.platform,
    source: {
      repoURL: withoutScheme(repository),
      chart,
      targetRevision: version,
      helm: { releaseName: addon.name, skipCrds: true, valuesObject: values },
    },
    destination: { server: inCluster, namespace },
    syncPolicy,
  });
}

/** What corrects drift and removes what has gone; objects are applied as the program applies them. */
export const syncPolicy = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ["ServerSideApply=true", "CreateNamespace=false"],
  retry: { limit: 5, backoff: { duration: "10s", factor: 2, maxDuration: "3m" } },
};

/** An Application that takes its objects along when it is deleted. */
export function application(name: string, namespace: string, wave: number, spec: ApplicationSpec): Application {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace,
      annotations: { "argocd.argoproj.io/sync-wave": String(wave) },
      finalizers: ["resources-finalizer.argocd.argoproj.io"],
    },
    spec,
  };
}

/** Argo CD takes an address without a scheme for a registry: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ */
export function withoutScheme(repository: string): string {
  return repository.replace(/^oci:\/\//, "");
}

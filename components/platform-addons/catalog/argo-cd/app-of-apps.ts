import type { AddonObject } from "../../addon";
import { chartPin } from "../../../shared/pins";
import { chartOf } from "../../install";
import { namespacesOf, type ResolvedAddon } from "../../resolve";
import {
  type Application,
  application,
  applicationOf,
  applicationsWave,
  inCluster,
  projects,
  syncPolicy,
  withoutScheme,
} from "./application";

/** A Git repository with manifests of applications. */
export interface GitSource {
  repository: string;
  revision: string;
  path: string;
}

/** What the app-of-apps is made from. */
export interface AppOfApps {
  /** Namespace of Argo CD. */
  argocd: string;
  /** The add-ons that Argo CD delivers. */
  delivered: ResolvedAddon[];
  /** Manifests of applications, where a stack has them in Git. */
  git?: GitSource | undefined;
  /** Namespaces that those may write into. */
  applicationNamespaces: string[];
}

/** Name of the one Application that holds all others. */
export const rootName = "platform";
const appsChart = chartPin("argocd-apps");

/** Every Application below the root, in the order of waves. */
export function applicationsOf({ argocd, delivered, git }: AppOfApps): Application[] {
  const addons = delivered.map((resolved) => applicationOf(resolved, argocd));
  return git === undefined ? addons : [...addons, fromGit(git, argocd)];
}

/**
 * The app-of-apps (TB-88): one Application whose chart, Argo's own `argocd-apps`, makes an Application of each entry of
 * its values. So the set needs no repository of its own, a preview shows all of it, and waves hold among its children.
 */
export function rootApplication(set: AppOfApps): AddonObject {
  const { repository, chart, version } = appsChart;
  const root = application(rootName, set.argocd, 0, {
    project: projects.platform,
    source: {
      repoURL: withoutScheme(repository),
      chart,
      targetRevision: version,
      helm: { releaseName: rootName, valuesObject: { applications: valuesOf(applicationsOf(set)) } },
    },
    destination: { server: inCluster, namespace: set.argocd },
    syncPolicy,
  });
  const { apiVersion, kind, metadata, spec } = root;
  return { apiVersion, kind, metadata, setting: "delivers", body: { spec } };
}

/** The projects: what their Applications may be made from, and where to. */
export function projectsOf(set: AppOfApps): AddonObject[] {
  const { argocd, delivered, git, applicationNamespaces } = set;
  const sources = [appsChart, ...delivered.map(({ addon }) => chartOf(addon))];
  // Charts reach into kube-system: monitors of the control plane, the binding that lets an API server be extended.
  const namespaces = [argocd, "kube-system", ...delivered.flatMap((resolved) => namespacesHere(resolved))];
  const platform = project(projects.platform, argocd, {
    description: "Add-ons of the platform",
    sourceRepos: unique(sources.map(({ repository }) => withoutScheme(repository))),
    destinations: unique(namespaces).map((namespace) => ({ server: inCluster, namespace })),
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
  });
  if (git === undefined) return [platform];
  const applications = project(projects.applications, argocd, {
    description: "Applications, from Git: nothing outside of their namespaces",
    sourceRepos: [git.repository],
    destinations: applicationNamespaces.map((namespace) => ({ server: inCluster, namespace })),
    clusterResourceWhitelist: [],
    // The guards of a namespace are the platform's.
    namespaceResourceBlacklist: [
      { group: "", kind: "ResourceQuota" },
      { group: "", kind: "LimitRange" },
      { group: "networking.k8s.io", kind: "NetworkPolicy" },
      { group: "rbac.authorization.k8s.io", kind: "Role" },
      { group: "rbac.authorization.k8s.io", kind: "RoleBinding" },
    ],
  });
  return [platform, applications];
}

function fromGit({ repository, revision, path }: GitSource, argocd: string): Application {
  return application("applications", argocd, applicationsWave, {
    project: projects.applications,
    source: { repoURL: repository, targetRevision: revision, path, directory: { recurse: true } },
    destination: { server: inCluster },
    syncPolicy,
  });
}

/** Applications in the form of the chart's values: argoproj/argo-helm, argocd-apps-2.0.5, templates/applications.yaml. */
function valuesOf(applications: Application[]): Record<string, unknown> {
  return Object.fromEntries(
    applications.map(({ metadata: { name, namespace, annotations, finalizers }, spec }) => [
      name,
      { namespace, additionalAnnotations: annotations, finalizers, ...spec },
    ]),
  );
}

function namespacesHere({ addon, namespace, settings }: ResolvedAddon): string[] {
  return [namespace, ...namespacesOf([{ addon, settings }]).map((one) => one.namespace.name)];
}

function project(name: string, namespace: string, spec: Record<string, unknown>): AddonObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name, namespace },
    setting: "delivers",
    body: { spec },
  };
}

const unique = (names: string[]) => [...new Set(names)].sort();

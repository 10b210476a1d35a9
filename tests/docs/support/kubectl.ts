import type { Facts } from "./facts";
import { isPlaceholder, optionsOf } from "./words";

const verbs = [
  "annotate", "apply", "auth", "cordon", "cp", "create", "debug", "delete", "describe", "drain", "exec", "get", "label",
  "logs", "patch", "port-forward", "rollout", "scale", "top", "uncordon", "version", "argo",
]; // prettier-ignore

/** Kinds that the cluster, its controllers or people make; those of the program itself are known from its objects. */
const kindsOfOthers = [
  "analysisrun", "apiservice", "application", "backup", "backupstoragelocation", "certificaterequest", "challenge",
  "cluster", "clusterrole", "clusterrolebinding", "daemonset", "destinationrule", "endpoint",
  "endpointslice", "event", "job", "node",
  "nodeclaim", "mutatingwebhookconfiguration",
  "nodepool", "order", "pod", "pv", "replicaset",
  "validatingwebhookconfiguration", "vulnerabilityreport",
]; // prettier-ignore

const shortNames: Record<string, string> = {
  hpa: "horizontalpodautoscaler",
  pdb: "poddisruptionbudget",
  pvc: "persistentvolumeclaim",
  svc: "service",
  vpa: "verticalpodautoscaler",
};

const takesKind = ["annotate", "delete", "describe", "get", "label", "patch", "scale"];

/** Kinds of objects whose names the program decides where the namespace is one of applications. */
const workloads = ["deployment", "statefulset", "rollout", "service", "cronjob"];

/** What is wrong with a kubectl command: a namespace, a kind or a workload that the program doesn't have. */
export function kubectlProblems(words: string[], facts: Facts): string[] {
  const { positional, options } = optionsOf(words.slice(1), valueFlags);
  const [verb = "", ...rest] = positional;
  if (!verbs.includes(verb)) return [`kubectl has no verb ${verb}`];
  const namespace = options.get("-n") ?? options.get("--namespace");
  const problems: string[] = [];
  if (namespace !== undefined && !isPlaceholder(namespace) && !facts.namespaces.has(namespace)) {
    problems.push(`no stack has the namespace ${namespace}`);
  }
  if (takesKind.includes(verb)) problems.push(...kindProblems(rest[0] ?? "", facts));
  for (const [kind, name] of objectsNamed(verb, rest)) {
    if (isPlaceholder(name) || !workloads.includes(kind) || !facts.applications.has(namespace ?? "")) continue;
    if (!isMade(kind, name, namespace ?? "", facts)) problems.push(`there is no ${kind} ${name} there`);
  }
  return problems;
}

/** A Rollout may go out by blue-green, whose new version has a Service of its own. */
function isMade(kind: string, name: string, namespace: string, { objects }: Facts): boolean {
  const preview = kind === "service" && name.endsWith("-preview");
  const object = preview ? `rollout/${name.replace(/-preview$/, "")}` : `${kind}/${name}`;
  return objects.has(`${namespace}/${object}`);
}

function kindProblems(word: string, facts: Facts): string[] {
  return word
    .split(",")
    .map((kind) => full(kind.split("/")[0] ?? ""))
    .filter((kind) => kind !== "" && kind !== "all")
    .filter((kind) => !facts.kinds.has(kind) && !kindsOfOthers.includes(kind))
    .map((kind) => `no object of the kind ${kind} is made by anything`);
}

/** `TYPE/NAME`, `TYPE NAME`, and the name of a Rollout for its plugin. */
function objectsNamed(verb: string, rest: string[]): [kind: string, name: string][] {
  if (verb === "argo") {
    const names = rest.slice(2).filter((word) => word !== "rollout");
    return names.map((name) => ["rollout", name]);
  }
  const slashed = rest.flatMap((word): [string, string][] => {
    const [, kind, name] = /^([a-z]+)\/([^/]+)$/.exec(word) ?? [];
    return kind !== undefined && name !== undefined ? [[full(kind), name]] : [];
  });
  if (slashed.length || !takesKind.includes(verb)) return slashed;
  const [kind, name] = rest;
  return kind !== undefined && name !== undefined ? [[full(kind), name]] : [];
}

/** Singular, without its group, and long. */
function full(kind: string): string {
  const name = kind.split(".")[0] ?? "";
  const singular = name
    .replace(/(polic|quot|inventor)ies$/, "$1y")
    .replace(/(class|address)es$/, "$1")
    .replace(/s$/, "");
  const known = shortNames[singular] ?? shortNames[name] ?? singular;
  return known === "clas" ? "class" : known;
}

const valueFlags = [
  "-n", "--namespace", "-l", "--selector", "-o", "--output", "-c", "--container", "--field-selector", "--sort-by", "-L",
  "--label-columns", "-p", "--since", "--tail", "--as", "--as-group", "--verb", "--resource", "--type", "-f", "--replicas",
]; // prettier-ignore

import type { PlatformContext } from "./context";
import { annotation, label, managedBy } from "./vocabulary";

/** What a Kubernetes object is called and who owns it. */
export interface ObjectOwner {
  /** `app.kubernetes.io/name`. */
  name: string;
  /** `app.kubernetes.io/component`, where the object is one part of several. */
  component?: string;
  /** Defaults to the team of the stack. */
  team?: string;
}

/** Labels of every Kubernetes object that the program makes. */
export function commonLabels(context: PlatformContext, owner: ObjectOwner): Record<string, string> {
  return {
    [label.name]: owner.name,
    ...(owner.component === undefined ? {} : { [label.component]: owner.component }),
    [label.partOf]: context.clusterName,
    [label.managedBy]: managedBy,
    [label.team]: owner.team ?? context.team,
    [label.costCenter]: context.costCenter,
  };
}

/** Labels that select the pods of one workload. A subset of `commonLabels` that never changes: selectors can't. */
export function selectorLabels(name: string): Record<string, string> {
  return { [label.name]: name };
}

/** Annotation that lets a finding point to the line of the stack config. */
export function configPath(path: string): Record<string, string> {
  return { [annotation.configPath]: path };
}

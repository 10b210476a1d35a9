import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AppServiceArgs } from "./args";

/** The service as those see it that register its parts. */
export interface ServiceOwner {
  /** Name of the service, of its main objects and of their logical names. */
  readonly name: string;
  readonly args: AppServiceArgs;
  /** Logical name of a part. */
  child(suffix: string): string;
  /** Options of a part: its parent, and what must exist before the service. */
  opts(extra?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions;
  /** Name, namespace, labels and origin of one of its objects. */
  metadata(
    name: string,
    annotations?: Record<string, string>,
  ): k8s.types.input.meta.v1.ObjectMeta & { labels: Record<string, string> };
}

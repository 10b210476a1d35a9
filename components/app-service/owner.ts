import type * as k8s from "@pulumi/kubernetes";
import type { Make } from "../shared/transform";
import type { AppServiceArgs } from "./args";
import type { AppServiceTransform } from "./transform";

/** The service as those see it that register its parts. */
export interface ServiceOwner {
  /** Name of the service, of its main objects and of their logical names. */
  readonly name: string;
  readonly args: AppServiceArgs;
  /** Logical name of a part. */
  child(suffix: string): string;
  /** Registers a part through its slot, with its parent and what must exist before the service. */
  readonly make: Make<AppServiceTransform>;
  /** Name, namespace, labels and origin of one of its objects. */
  metadata(
    name: string,
    annotations?: Record<string, string>,
  ): k8s.types.input.meta.v1.ObjectMeta & { labels: Record<string, string> };
}

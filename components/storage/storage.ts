import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NetworkRef } from "../shared/refs";
import { transformed, type Transform } from "../shared/transform";
import { ebsClass, efsClass, type StorageClassSpec } from "./class-spec";
import type { StorageClassSettings, StorageSettings } from "./settings";
import { ebsSnapshotClass } from "./snapshot-class";
import { SharedFileSystem } from "./shared-file-system";

export interface StorageArgs {
  context: PlatformContext;
  settings: StorageSettings;
  network: NetworkRef;
  /**
   * Makes the class for snapshots of EBS volumes; its kind comes with the EKS add-on snapshot-controller. A snapshot
   * outlives its object where the default class's volumes outlive their claims. Default false.
   */
  snapshots?: boolean;
  /** Last word on a class. */
  transform?: { storageClass?: Transform<k8s.types.input.storage.v1.StorageClass> };
}

/**
 * The storage classes of a stack, and a file system behind each EFS class that names none.
 *
 * The drivers are EKS add-ons; give this component a dependency on them. A class can't be changed in Kubernetes: a new
 * parameter replaces the object, and volumes that were made from the old one stay as they are. EKS's own class gp2
 * stays too, but is not the default.
 */
export class Storage extends PlatformComponent {
  /** Names of the classes. */
  readonly classNames: string[];
  /** Class of claims that name none. */
  readonly defaultClassName: string | undefined;
  /** File systems that this program made, by class. */
  readonly fileSystemIds: Record<string, pulumi.Output<string>> = {};

  constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "Storage", name, opts);
    this.classNames = Object.keys(args.settings);
    this.defaultClassName = this.classNames.find((className) => args.settings[className]?.default);
    for (const [className, settings] of Object.entries(args.settings)) this.createClass(className, settings, args);
    if (args.snapshots) this.createSnapshotClass(args);
    this.registerOutputs({ classNames: this.classNames });
  }

  private createSnapshotClass({ context, settings }: StorageArgs): void {
    const usual = this.defaultClassName === undefined ? undefined : settings[this.defaultClassName]?.reclaimPolicy;
    new k8s.apiextensions.CustomResource(
      this.child("snapshots"),
      ebsSnapshotClass(context, usual ?? "Retain"),
      this.opts(),
    );
  }

  private createClass(className: string, settings: StorageClassSettings, args: StorageArgs): void {
    if (settings.type !== "efs")
      return this.createObject(className, settings, ebsClass(settings, args.context.clusterName), args, []);
    const existing = settings.fileSystem?.existingId;
    if (existing !== undefined) {
      return this.createObject(className, settings, efsClass(className, settings, existing), args, []);
    }
    const { context, network } = args;
    const made = new SharedFileSystem(this.child(className), { context, network, settings }, this.opts());
    this.fileSystemIds[className] = made.fileSystemId;
    const spec = efsClass(className, settings, made.fileSystemId);
    this.createObject(className, settings, spec, args, made.mountTargets);
  }

  private createObject(
    className: string,
    settings: StorageClassSettings,
    spec: StorageClassSpec,
    { context, transform }: StorageArgs,
    dependsOn: pulumi.Resource[],
  ): void {
    const object: k8s.types.input.storage.v1.StorageClass = {
      metadata: {
        name: className,
        labels: commonLabels(context, { name: "storage-class", component: className }),
        annotations: {
          ...configPath(`storageClasses.${className}`),
          // https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass
          "storageclass.kubernetes.io/is-default-class": `${settings.default}`,
        },
      },
      ...spec,
    };
    new k8s.storage.v1.StorageClass(
      this.child(className),
      transformed(object, transform?.storageClass),
      this.opts({ dependsOn }),
    );
  }
}

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NetworkRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { ebsClass, efsClass, type StorageClassSpec } from "./class-spec";
import type { StorageClassSettings, StorageSettings } from "./settings";
import { ebsSnapshotClass } from "./snapshot-class";
import { SharedFileSystem, type SharedFileSystemTransform } from "./shared-file-system";

/** Slots of the storage. */
export interface StorageTransform extends SharedFileSystemTransform {
  /** Called for each class. Default: `storageClasses` of the stack. */
  storageClass?: Transform<k8s.types.input.storage.v1.StorageClass>;
  /** The class of snapshots of EBS volumes. Default: keeps a snapshot where the default class keeps its volumes. */
  snapshotClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

export interface StorageArgs {
  context: PlatformContext;
  settings: StorageSettings;
  network: NetworkRef;
  /**
   * Makes the class for snapshots of EBS volumes; its kind comes with the EKS add-on snapshot-controller. A snapshot
   * outlives its object where the default class's volumes outlive their claims. Default false.
   */
  snapshots?: boolean;
  transform?: StorageTransform;
}

/**
 * The storage classes of a stack, and a file system behind each EFS class that names none.
 *
 * The drivers are EKS add-ons; give this component a dependency on them. A class can't be changed in Kubernetes: a new
 * parameter replaces the object, and volumes that were made from the old one stay as they are. EKS's own class gp2
 * stays too, but is not the default.
 */
export class Storage extends PlatformComponent<StorageTransform> {
  /** Names of the classes. */
  readonly classNames: string[];
  /** Class of claims that name none. */
  readonly defaultClassName: string | undefined;
  /** File systems that this program made, by class. */
  readonly fileSystemIds: Record<string, pulumi.Output<string>> = {};

  constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "Storage", name, opts, args.transform);
    this.classNames = Object.keys(args.settings);
    this.defaultClassName = this.classNames.find((className) => args.settings[className]?.default);
    for (const [className, settings] of Object.entries(args.settings)) this.createClass(className, settings, args);
    if (args.snapshots) this.createSnapshotClass(args);
    this.registerOutputs({ classNames: this.classNames });
  }

  private createSnapshotClass({ context, settings }: StorageArgs): void {
    const usual = this.defaultClassName === undefined ? undefined : settings[this.defaultClassName]?.reclaimPolicy;
    const snapshotClass = ebsSnapshotClass(context, usual ?? "Retain");
    this.make("snapshotClass", k8s.apiextensions.CustomResource, this.child("snapshots"), snapshotClass);
  }

  private createClass(className: string, settings: StorageClassSettings, args: StorageArgs): void {
    if (settings.type !== "efs")
      return this.createObject(className, settings, ebsClass(settings, args.context.clusterName), args, []);
    const existing = settings.fileSystem?.existingId;
    if (existing !== undefined) {
      return this.createObject(className, settings, efsClass(className, settings, existing), args, []);
    }
    const { context, network, transform } = args;
    const given = { context, network, settings, transform };
    const made = new SharedFileSystem(this.child(className), given, this.storeOpts());
    this.fileSystemIds[className] = made.fileSystemId;
    const spec = efsClass(className, settings, made.fileSystemId);
    this.createObject(className, settings, spec, args, made.mountTargets);
  }

  private createObject(
    className: string,
    settings: StorageClassSettings,
    spec: StorageClassSpec,
    { context }: StorageArgs,
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
    this.make("storageClass", k8s.storage.v1.StorageClass, this.child(className), object, { dependsOn });
  }
}

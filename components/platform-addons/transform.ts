import type * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type { BucketsTransform } from "../buckets/buckets";
import type { WorkloadIdentityTransform } from "../identity/workload-identity";
import type { Transform } from "../shared/transform";
import type { EncryptionKeyTransform } from "./addon-key";
import type { EventQueueTransform } from "./event-queue";

/** Slots of the objects beside charts. */
export interface AddonObjectsTransform {
  /** Called for each object of no kind below. Default: what the add-on needs and its settings say. */
  object?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Default: files and values that pods of the add-on read. */
  configMap?: Transform<k8s.core.v1.ConfigMapArgs>;
  /** Default: what the chart leaves out. */
  service?: Transform<k8s.core.v1.ServiceArgs>;
  /** Default: what the chart leaves out. */
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
}

/** Slots of charts. */
export interface ChartsTransform {
  /** Called for each add-on whose objects the program registers. Default: the pinned chart with the add-on's values. */
  chart?: Transform<k8s.helm.v4.ChartArgs>;
  /** Called for each add-on that only Helm can install. Default: the pinned chart with the add-on's values. */
  release?: Transform<k8s.helm.v3.ReleaseArgs>;
}

/** Slots of definitions. */
export interface DefinitionsTransform {
  /** Called for each chart of definitions. Default: the pinned one. */
  definitions?: Transform<k8s.helm.v4.ChartArgs>;
  /** Called for each set of files with definitions. Default: those of the pinned version. */
  definitionFiles?: Transform<k8s.yaml.v2.ConfigGroupArgs>;
}

/** Slots of what add-ons are made of; each is called for every one of its kind. */
export interface AddonsTransform extends ChartsTransform, AddonObjectsTransform {
  /** Role of each service account that calls AWS. */
  identity?: WorkloadIdentityTransform;
  /** Key of an add-on that encrypts with one of its own. */
  encryption?: EncryptionKeyTransform;
  /** Buckets of an add-on. */
  buckets?: BucketsTransform;
  /** Queue of an add-on that listens to events of AWS. */
  events?: EventQueueTransform;
  /** Group that an add-on writes to. Default: days and key of its settings. */
  logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
}

/** Slots of what Argo CD is told. */
export interface ArgoDeliveryTransform extends AddonObjectsTransform {
  /** Secret by which Argo CD knows its own cluster. Default: name, region and account, and what a deployment knows. */
  clusterSecret?: Transform<k8s.core.v1.SecretArgs>;
}

/** Slots of the platform's add-ons. */
export interface PlatformAddonsTransform extends AddonsTransform, DefinitionsTransform, ArgoDeliveryTransform {}

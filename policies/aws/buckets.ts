import type { Kind, KubeObject } from "../support/kube-object";
import type { StackView } from "../support/rule";
import { data } from "./aws";

export const bucketKinds = ["aws.s3.Bucket", "aws.s3.BucketV2"];

/** What the rules about buckets have in common: they need the buckets, and one kind of resource beside them. */
export function bucketRule(...beside: string[]) {
  return {
    ...data,
    needs: ({ group, kind }: Kind): boolean => group === "aws" && [...bucketKinds, ...beside].includes(kind),
  };
}

export function buckets(view: StackView): KubeObject[] {
  return view.objects.filter(({ kind }) => bucketKinds.includes(kind));
}

/**
 * The resources of a kind that are about a bucket: by the dependency, which a preview knows before the bucket has its
 * name, or by the name.
 */
export function besideBucket(view: StackView, bucket: KubeObject, kinds: string[]): KubeObject[] {
  const name = bucket.root.at("bucket").string;
  return view.objects.filter(
    (object) =>
      kinds.includes(object.kind) &&
      (view.linked(object, bucket) || (name !== undefined && object.root.at("bucket").value === name)),
  );
}

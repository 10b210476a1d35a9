import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import type { StackView } from "../support/rule";
import { jsonDocument } from "../support/values";
import { matches } from "../support/waivers";

/** Whether a selection takes a store: known, or the value that it depends on and nobody knows yet. */
export type Selected = boolean | Field;

/**
 * What holds data and can be in a backup plan, with the part of its ARN behind the account. Sources: AWS Backup guide,
 * "Feature availability by resource"; service authorization reference, resource types of each service.
 */
export const stores: Record<string, string> = {
  "aws.efs.FileSystem": "elasticfilesystem:file-system/",
  "aws.ebs.Volume": "ec2:volume/",
  "aws.rds.Instance": "rds:db:",
  "aws.rds.Cluster": "rds:cluster:",
  "aws.docdb.Cluster": "rds:cluster:",
  "aws.neptune.Cluster": "rds:cluster:",
  "aws.dynamodb.Table": "dynamodb:table/",
  "aws.fsx.LustreFileSystem": "fsx:file-system/",
  "aws.fsx.OntapVolume": "fsx:volume/",
  "aws.fsx.OpenZfsFileSystem": "fsx:file-system/",
  "aws.fsx.WindowsFileSystem": "fsx:file-system/",
  "aws.redshift.Cluster": "redshift:cluster:",
};

/** A copy that a primary keeps, and that can be made again from it, holds nothing of its own. */
export function isReplica({ root }: KubeObject): boolean {
  return root.at("replicateSourceDb").known || root.at("replicationSourceIdentifier").known;
}

/**
 * Whether a selection takes a store. ARNs are combined by OR, tags by OR, conditions by AND, and the three by AND; a
 * selection without ARNs is about every one (AWS Backup guide, API_BackupSelection and "Assigning resources").
 */
export function takes(view: StackView, selection: KubeObject, store: KubeObject): Selected {
  const { root } = selection;
  const [resources, tags] = [root.at("resources").items(), root.at("selectionTags").items()];
  const conditions = root.at("conditions").items().flatMap(conditionsIn);
  if (resources.length + tags.length + conditions.length === 0) {
    return false;
  }
  const named = (field: Field): Selected => {
    // An ARN that isn't known yet is the store's own when the selection depends on the store.
    return field.isUnknown ? view.linked(selection, store) || field : isNamed(field, store);
  };
  const has = (key: Field, value: Field, fits: (tag: string, wanted: string) => boolean) =>
    tagFits(view, store, key, value, fits);
  return all([
    resources.length === 0 || any(resources.map(named)),
    tags.length === 0 || any(tags.map((tag) => has(tag.at("key"), tag.at("value"), (own, other) => own === other))),
    ...conditions.map(({ key, value, fits, not }) => negated(has(key, value, fits), not)),
    ...root
      .at("notResources")
      .items()
      .map((field) => negated(named(field), true)),
  ]);
}

interface Condition {
  key: Field;
  value: Field;
  fits: (tag: string, wanted: string) => boolean;
  not: boolean;
}

/** aws.backup.Selection: each condition has lists by operator. */
function conditionsIn(condition: Field): Condition[] {
  const equal = (tag: string, wanted: string) => tag === wanted;
  const like = (tag: string, wanted: string) => matches(wanted, tag);
  const operators = [
    ["stringEquals", equal, false],
    ["stringLikes", like, false],
    ["stringNotEquals", equal, true],
    ["stringNotLikes", like, true],
  ] as const;
  return operators.flatMap(([operator, fits, not]) =>
    condition
      .at(operator)
      .items()
      .map((one) => ({ key: one.at("key"), value: one.at("value"), fits, not })),
  );
}

/** A pattern of ARNs that takes every store of the kind, whatever region and account it names. */
function isNamed(pattern: Field, { kind }: KubeObject): boolean {
  const [service = "", rest = ""] = (stores[kind] ?? "").split(/:(.*)/s);
  const [, , wanted = "", , , ...resource] = (pattern.string ?? "").split(":");
  // Without an id of its own: a pattern that names some by their ids takes no other.
  const every = `${rest}\u0000`;
  return pattern.value === "*" || (matches(wanted, service) && matches(resource.join(":"), every));
}

function tagFits(
  view: StackView,
  store: KubeObject,
  key: Field,
  value: Field,
  fits: (tag: string, wanted: string) => boolean,
): Selected {
  if (key.string === undefined || value.string === undefined) {
    return key.isUnknown ? key : value.isUnknown ? value : false;
  }
  const name = key.string.replace(/^aws:ResourceTag\//, "");
  const wanted = value.string;
  const own = store.root.at("tags", name);
  // Default tags are of the provider; a store may be of any of them, so they count where all providers agree.
  const providers = view.objects.filter(({ kind }) => kind === "aws.Provider");
  const defaults = providers.map(({ root }) => jsonDocument(root.at("defaultTags")).at("tags", name));
  const places = own.absent ? defaults : [own];
  const unknown = places.find((field) => field.isUnknown);
  return unknown ?? (places.length > 0 && places.every((tag) => tag.string !== undefined && fits(tag.string, wanted)));
}

function any(parts: Selected[]): Selected {
  return parts.includes(true) || (parts.find((part) => part !== false) ?? false);
}

/** One known "no" settles it, whatever the rest is. */
function all(parts: Selected[]): Selected {
  return !parts.includes(false) && (parts.find((part) => part !== true) ?? true);
}

function negated(part: Selected, not: boolean): Selected {
  return typeof part === "boolean" ? part !== not : part;
}

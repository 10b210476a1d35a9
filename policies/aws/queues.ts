import type { Field } from "../support/field";
import { stackRule } from "../support/rule";
import { isTrue, jsonDocument, number } from "../support/values";
import { data } from "./aws";

const queue = "aws.sqs.Queue";
const redrive = "aws.sqs.RedrivePolicy";

export const queues = stackRule({
  name: "queues",
  displayName: "Queues",
  description: "Queues are encrypted, and messages that fail end in a queue of their own.",
  severity: "medium",
  remediationSteps: "Set kmsMasterKeyId, or sqsManagedSseEnabled to true; set redrivePolicy.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  ...data,

  needs: ({ group, kind }) =>
    group === "aws" && (kind === queue || kind === redrive || kind === "aws.sqs.RedriveAllowPolicy"),
  config: {
    deadLetters: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "Whether every queue that isn't itself for dead letters needs one.",
    },
    fleetingSeconds: {
      type: "integer",
      minimum: 0,
      default: 300,
      description: "A queue that keeps messages no longer than this needs none: what they say is of no use later.",
    },
  },
  check(view) {
    const all = view.objects.filter(({ kind }) => kind === queue);
    for (const object of all) {
      const report = view.about(object);
      const key = object.root.at("kmsMasterKeyId");
      const managed = object.root.at("sqsManagedSseEnabled");
      // A new queue is encrypted with a key of SQS unless that is turned off: aws.sqs.Queue, sqsManagedSseEnabled.
      if (key.absent) {
        report.expect(managed, (value) => value === undefined || isTrue(value), {
          why: "its messages lie in the clear",
          fix: `Set ${managed.path} to true, or ${key.path} to a key`,
        });
      }
      const own = object.root.at("redrivePolicy");
      const kept = object.root.at("messageRetentionSeconds");
      const policies = [
        own,
        ...view.objects
          .filter((one) => one.kind === redrive && view.linked(one, object))
          .map((one) => one.root.at("redrivePolicy")),
      ];
      const target =
        !object.root.at("redriveAllowPolicy").absent ||
        all.some((other) => other !== object && view.linked(other, object)) ||
        view.objects.some((one) => one.kind !== queue && view.linked(one, object));
      if (optional(view.config) || target || isFleeting(kept, view.config)) {
        continue;
      }
      const unsure = [...policies, kept].find((field) => field.isUnknown);
      if (unsure) {
        report.unknown(unsure);
        continue;
      }
      const targets = policies.map((policy) => jsonDocument(policy).at("deadLetterTargetArn"));
      if (!targets.some((one) => one.known || one.isUnknown)) {
        report.expect(own, () => false, {
          why: "a message that can't be handled comes back until it expires, and then nobody knows of it",
          fix: `Set ${own.path} with deadLetterTargetArn and maxReceiveCount`,
        });
      }
    }
  },
});

function optional(config: Record<string, unknown>): boolean {
  return config["deadLetters"] === "optional";
}

function isFleeting(kept: Field, config: Record<string, unknown>): boolean {
  return typeof kept.value === "number" && kept.value <= number(config["fleetingSeconds"], 0);
}
